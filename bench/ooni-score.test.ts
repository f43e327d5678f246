import { describe, expect, it } from 'vitest'
import { scenario } from '../e2e/run/fake-ports.ts'
import type { Result } from '../e2e/run/result.ts'
import { scoreOoni } from './ooni-score.ts'
import { type OoniKeys, verdictOf } from './ooni-words.ts'
import { correctFigures } from './peer-figures.ts'

const url = (name: string) => `https://${name}.example/`
const result = (name: string, got: Result['line']['got'], rules: string[] = [], at = url(name)): Result => ({
  line: {
    scenario: name,
    browser: 'chromium',
    url: at,
    ok: true,
    expected: {},
    got,
    rules,
    ms: 1,
    requests: 0,
    bytes: 0,
  },
  problems: ['lab-broken: no'],
  observations: [],
})
const saying = (name: string, blocking: OoniKeys['blocking'], accessible: OoniKeys['accessible']) => {
  const { rules, engine: _engine, ...got } = verdictOf({ blocking, accessible })
  return result(name, got, rules)
}
const blocked = { status: 'blocked', mechanism: 'tls-sni', confidence: 'likely' }
const expecting = (name: string, target: unknown, over = {}) =>
  scenario(name, { expect: { targets: { [url(name)]: target }, ...over } })

describe('the score of a probe', () => {
  it('counts false alarms and misses, and tells what was wrong', () => {
    const scenarios = [
      expecting('fine', { status: 'reachable', not: 'blocked' }),
      expecting('cut', blocked),
      expecting('seen', blocked),
    ]
    const peer = scoreOoni(
      scenarios,
      [saying('fine', 'dns', false), saying('cut', false, true), saying('seen', 'http-failure', false)],
      new Map(),
    )
    expect(peer).toMatchObject({ falseBlocked: 1, missed: 1 })
    expect(peer.judged.map(({ ok }) => ok)).toEqual([false, false, true])
    expect(peer.judged[2]).toMatchObject({ expected: 'blocked tls-sni', said: 'blocked (http-failure)' })
  })

  it('is no false alarm where a time-out is its word for throttled', () => {
    const slow = [expecting('slow', { status: 'throttled', not: 'blocked' })]
    expect(scoreOoni(slow, [saying('slow', 'http-failure', false)], new Map())).toMatchObject({
      falseBlocked: 0,
      missed: 0,
    })
  })

  it('judges a network that the scenario names by what was said there', () => {
    const target = { [url('moved')]: blocked }
    const moved = expecting('moved', { status: 'reachable' }, { networks: { home: { targets: target } } })
    const said = (home: object) => {
      const whole = saying('moved', false, true)
      return { ...whole, line: { ...whole.line, got: { ...whole.line.got, networks: { home } } } }
    }
    const at = (home: object) => scoreOoni([moved], [said(home)], new Map())
    expect(at({ status: 'blocked', mechanism: 'unknown' }).judged).toMatchObject([{ ok: true }])
    expect(at({ status: 'reachable', mechanism: null })).toMatchObject({ judged: [{ ok: false }], missed: 1 })
  })

  it('leaves out a whole scenario where one of its targets could not be looked at, and what is no target', () => {
    const two = scenario('two', {
      watch: [url('two'), 'https://two.example/b'],
      expect: { targets: {} },
    })
    const peer = scoreOoni(
      [two],
      [
        saying('two', false, true),
        result('two', { error: 'lab-broken', text: 'no' }, [], 'https://two.example/b'),
        result('two', {}, [], '(connectivity)'),
      ],
      new Map([['other', 'a browser’s']]),
    )
    expect(peer.judged).toEqual([])
    expect([...peer.leftOut.keys()]).toEqual(['other', 'two'])
  })
})

describe('the figures beside a peer', () => {
  const judged = (scenario: string, ok: boolean) => ({
    scenario,
    url: url(scenario),
    expected: '',
    said: '',
    ok,
  })
  const ours = [judged('a', true), judged('b', true), judged('only-browser', false)]

  it('compare like with like in a figure of their own', () => {
    const peer = { judged: [judged('a', true), judged('b', false)], leftOut: new Map([['only-browser', '']]) }
    expect(correctFigures('firefox', ours, peer)).toMatchObject([
      { name: 'verdicts.correct-firefox', value: 0.6667, peerValue: 0.5 },
      {
        name: 'verdicts.correct-firefox-shared',
        value: 1,
        peerValue: 0.5,
        peer: 'ooni-probe web_connectivity',
      },
    ])
  })

  it('are one where there is none', () => {
    const [figure, ...more] = correctFigures('chromium', ours, null)
    expect(figure).toMatchObject({ name: 'verdicts.correct-chromium', value: 0.6667 })
    expect(figure).not.toHaveProperty('peer')
    expect(more).toEqual([])
  })
})
