import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseScenario } from './scenario.ts'
import { schemaText } from './schema-text.ts'

const least = {
  name: 'least',
  sites: [{ host: 'news.example', ips: ['93.184.216.34'] }],
  watch: ['https://news.example/'],
  expect: {},
}
const complaint = (json: unknown): string => {
  try {
    parseScenario(json, 'a.json')
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
  return ''
}
const withSite = (extra: Record<string, unknown>) => ({ ...least, sites: [{ ...least.sites[0], ...extra }] })
const withRule = (rule: Record<string, unknown>) => ({ ...least, censor: [rule] })

describe('parseScenario', () => {
  it('fills in every default of the contract', () => {
    const scenario = parseScenario(least, 'a.json')
    expect(scenario.sites[0]).toEqual({
      host: 'news.example',
      ips: ['93.184.216.34'],
      cc: '',
      https: 'valid',
      http: 'to-https',
      page: { status: 200, title: '', bytes: 20000, headers: {}, delayMs: 0, redirect: '' },
      paths: {},
      pageForControl: null,
      ipsForControl: [],
      down: false,
    })
    expect(scenario.networks).toEqual([{ id: 'home', asn: 9198, cc: 'KZ', region: '', via: [] }])
    expect(scenario.steps).toEqual([{ network: 'home', gapSec: 0, asleepSec: 0, offlineSec: 0 }])
    expect(scenario.local).toMatchObject({ portal: false, ipv6: 'ok', doh: 'ok', rttMs: 20, lossPct: 0 })
    expect(scenario.expect.events).toBeNull()
  })

  it('serves plain pages where there is no HTTPS, and reads true as drop', () => {
    expect(parseScenario(withSite({ https: 'none' }), 'a.json').sites[0]?.http).toBe('serve')
    expect(parseScenario(withSite({ down: true }), 'a.json').sites[0]?.down).toBe('drop')
  })

  it('makes one step a sweep', () => {
    expect(parseScenario({ ...least, sweeps: 3 }, 'a.json').steps).toHaveLength(3)
  })

  it.each([
    [{ ...least, colour: 1 }, 'a.json: colour: unknown field'],
    [withSite({ ip: '1.2.3.4' }), 'a.json: sites[0].ip: unknown field'],
    [withSite({ page: { titel: '' } }), 'a.json: sites[0].page.titel: unknown field'],
    [withSite({ ips: ['nowhere'] }), 'a.json: sites[0].ips[0]: must be an IP address'],
    [withRule({ on: 'sni', do: 'reset', ms: 'x' }), 'a.json: censor[0].ms:'],
    [withRule({ on: 'sni', do: 'reset', rate: 1 }), 'a.json: censor[0].rate: unknown field'],
    [withRule({ on: 'sni', do: 'nxdomain' }), 'a.json: censor[0].do:'],
    [withRule({ on: 'dns', do: 'answer' }), 'a.json: censor[0].answer: dns answer needs it'],
    [withRule({ on: 'ip', do: 'throttle' }), 'a.json: censor[0].kbps: ip throttle needs it'],
    [withRule({ on: 'sni', do: 'reset', at: 'moon' }), 'a.json: censor[0].at: no network is called moon'],
    [{ ...least, sweeps: 2, steps: [{}] }, 'a.json: steps: give either sweeps or steps'],
    [
      { ...least, expect: { targets: { 'https://x.example/': {} } } },
      'a.json: expect.targets.https://x.example/:',
    ],
    [{ name: 'x' }, 'a.json: sites: missing'],
    ['text', 'a.json: the file:'],
  ])('refuses %j', (json, message) => {
    expect(complaint(json)).toContain(message)
  })

  it('names every fault at once', () => {
    const text = complaint({ ...withSite({ ip: '' }), colour: 1 })
    expect(text.split('\n')).toHaveLength(2)
  })

  it('gives each rule with everything it needs a pass', () => {
    const rules = [
      { on: 'dns', do: 'answer', answer: ['10.1.1.1'], inject: true },
      { on: 'doh', do: 'drop' },
      { on: 'ip', do: 'throttle', kbps: 64, shared: true },
      { on: 'sni', do: 'freeze', bytes: 16384, residualSec: 120, residualKey: '4-tuple' },
      { on: 'sni', match: { contains: 'news' }, do: 'lossy', pct: 30, from: 1, until: 2 },
      { on: 'host', do: 'blockpage', page: { status: 451 } },
      { on: 'host', do: 'redirect', location: 'http://x.example/' },
      { on: 'relay', relayAt: '1.2.3.4' },
      { on: 'foreign', do: 'drop' },
      { on: 'all', do: 'drop', lossPct: 20 },
    ]
    expect(complaint({ ...least, censor: rules })).toBe('')
  })
})

describe('the shipped schema', () => {
  it('is the one the code reads by (else run write-schema.ts)', () => {
    const file = fileURLToPath(new URL('../scenarios/scenario.schema.json', import.meta.url))
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(schemaText()))
  })
})
