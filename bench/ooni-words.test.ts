import { describe, expect, it } from 'vitest'
import type { TargetExpectation } from '../e2e/lab/scenario.ts'
import { scenario } from '../e2e/run/fake-ports.ts'
import { type OoniKeys, ooniIsRight, verdictOf, whyNotForProbe } from './ooni-words.ts'

const keys = (blocking: OoniKeys['blocking'], accessible: OoniKeys['accessible']) => ({
  blocking,
  accessible,
})
/** What it said, by its own word. */
const SAID = {
  dns: verdictOf(keys('dns', false)),
  tcp_ip: verdictOf(keys('tcp_ip', false)),
  'http-failure': verdictOf(keys('http-failure', false)),
  'http-diff': verdictOf(keys('http-diff', false)),
  ok: verdictOf(keys(false, true)),
  down: verdictOf(keys(false, false)),
  null: verdictOf(keys(null, null)),
  none: verdictOf(null),
}

describe('OONI’s words in ours', () => {
  it.each([
    ['dns', false, 'blocked', 'dns'],
    ['tcp_ip', false, 'blocked', 'ip'],
    ['http-failure', false, 'blocked', 'unknown'],
    ['http-diff', false, 'blocked', 'unknown'],
    [false, true, 'reachable', null],
    [false, false, 'down', null],
    [false, null, 'inconclusive', null],
    [null, null, 'inconclusive', null],
    [null, true, 'inconclusive', null],
  ] as const)('%s/%s is %s by %s', (blocking, accessible, status, mechanism) => {
    expect(verdictOf(keys(blocking, accessible))).toMatchObject({ status, mechanism })
  })

  it('have none for a measurement that never was', () => {
    expect(verdictOf(null).status).toBe('untested')
  })
})

type Word = keyof typeof SAID
const ALL = Object.keys(SAID) as Word[]
const rights = (
  expected: TargetExpectation | TargetExpectation[],
  world: Parameters<typeof ooniIsRight>[2] = scenario('a'),
): Word[] => ALL.filter((word) => ooniIsRight([expected].flat(), SAID[word], world))

describe('what counts as right', () => {
  it.each<[TargetExpectation, Word[]]>([
    [{ status: 'reachable', not: 'blocked' }, ['ok']],
    [{ status: 'down', not: 'blocked' }, ['down']],
    [{ status: 'inconclusive' }, ['null', 'none']],
    [{ status: ['down', 'inconclusive'] }, ['down', 'null', 'none']],
    [{ status: 'untested' }, ['ok', 'down', 'null', 'none']],
    [{ status: 'refused', not: 'blocked' }, ['ok', 'down', 'null']],
    [{ status: 'throttled', not: 'blocked' }, ['http-failure', 'http-diff', 'ok', 'null']],
    [{ status: 'blocked', mechanism: 'dns' }, ['dns', 'http-failure', 'http-diff']],
    [{ status: 'blocked', mechanism: 'ip' }, ['tcp_ip', 'http-failure', 'http-diff']],
    [{ status: 'blocked', mechanism: ['tls-sni', 'unknown'] }, ['http-failure', 'http-diff']],
    [{ status: 'blocked' }, ['dns', 'tcp_ip', 'http-failure', 'http-diff']],
    [{ not: ['blocked', 'down'] }, ['ok', 'null', 'none']],
  ])('%j', (expected, right) => {
    expect(rights(expected)).toEqual(right)
  })

  it('takes a layer that the censor cuts as well for true', () => {
    const world = scenario('a', { censor: [{ on: 'dns', match: 'a.example', do: 'nxdomain' }] })
    expect(rights({ status: 'blocked', mechanism: 'tls-sni' }, world)).toContain('dns')
    expect(rights({ status: 'blocked', mechanism: 'tls-sni' }, world)).not.toContain('tcp_ip')
  })

  it('lets a server’s error be accessible, and nothing else that is down', () => {
    const site = { host: 'a.example', ips: ['93.184.217.1'] }
    expect(rights({ status: 'down' }, scenario('a', { sites: [{ ...site, down: 'http-500' }] }))).toContain(
      'ok',
    )
    expect(rights({ status: 'down' }, scenario('a', { sites: [{ ...site, down: 'drop' }] }))).not.toContain(
      'ok',
    )
  })

  it('is what either browser may say', () => {
    expect(rights([{ status: 'reachable' }, { status: 'inconclusive' }])).toEqual(['ok', 'null', 'none'])
  })
})

describe('scenarios that a probe cannot be in', () => {
  it.each([
    [{ local: { adblock: ['ads.example'] } }, 'ad blocker'],
    [{ local: { vpn: true } }, 'proxy'],
    [{ local: { inspectAll: true } }, 'root'],
    [{ local: { trustCensorCa: true } }, 'root'],
    [{ local: { control: 'none', doh: 'none' } }, 'second opinions'],
    [{ steps: [{}, { asleepSec: 3 }] }, 'asleep'],
  ])('%j', (over, why) => {
    expect(whyNotForProbe(scenario('a', over))).toContain(why)
  })

  it.each([
    {},
    { local: { portal: true } },
    { local: { clockSkewSec: 3600 } },
    { local: { control: 'unreachable', doh: 'none' } },
    { local: { dnsFilter: ['tracker.example'] } },
    { steps: [{}, { offlineSec: 3 }] },
  ])('but it can in %j', (over) => {
    expect(whyNotForProbe(scenario('a', over))).toBeNull()
  })
})
