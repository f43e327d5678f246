import { describe, expect, it } from 'vitest'
import { layOut } from '../e2e/lab/plan.ts'
import { scenario } from '../e2e/run/fake-ports.ts'
import { autonomousSystems, FIRST_OF_SITES, ooniParties } from './ooni-parties.ts'
import { readReport } from './ooni-probe.ts'
import { looksThatCount } from './ooni-session.ts'
import { knowsTheLab, TRIAL, troubleIn } from './ooni-trial.ts'
import { verdictOf } from './ooni-words.ts'

const line = (over: object = {}) =>
  JSON.stringify({
    input: 'https://a.example/',
    test_version: '0.5.28',
    test_keys: {
      blocking: false,
      accessible: true,
      queries: [{ answers: [{ ipv4: '93.184.217.1', asn: 4_200_000_007 }] }, { answers: null }],
      agent: 'redirect',
      ...over,
    },
  })

describe('a probe’s report', () => {
  it('is read for its verdict', () => {
    expect(readReport(`${line()}\n`)?.test_keys).toMatchObject({ blocking: false, accessible: true })
    expect(readReport(line({ blocking: 'dns', accessible: false }))?.test_keys.blocking).toBe('dns')
    expect(
      readReport(line({ blocking: null, accessible: null, queries: null }))?.test_keys.accessible,
    ).toBeNull()
  })

  it.each(['', '\n', '{"input":', line({ accessible: 'yes' })])('is none when it is %j', (text) => {
    expect(readReport(text)).toBeNull()
  })
})

describe('the trial of a probe', () => {
  const run = (text: string) => ({ measurement: readReport(text), lastWords: 'panic', ms: 1 })
  const result = (keys: Parameters<typeof verdictOf>[0]) => {
    const { rules, engine: _engine, ...got } = verdictOf(keys)
    const of = { scenario: TRIAL.name, browser: 'chromium' as const, url: TRIAL.watch[0] ?? '', ok: true }
    return {
      line: { ...of, expected: {}, got, rules, ms: 1, requests: 0, bytes: 0 },
      problems: [],
      observations: [],
    }
  }

  it('passes a probe that reaches what everybody reaches', () => {
    expect(troubleIn(result({ blocking: false, accessible: true }), run(line()))).toBeNull()
  })

  it('says what is wrong with any other', () => {
    expect(troubleIn(undefined, undefined)).toContain('could not be tried')
    expect(troubleIn(result(null), run(''))).toContain('Its last words:\npanic')
    const distrustful = { blocking: false, accessible: false }
    expect(troubleIn(result(distrustful), run(line(distrustful)))).toContain('OONI_EXTRA_CA')
  })

  it('notices a probe with a map of another world', () => {
    expect(knowsTheLab(run(line()))).toBe(true)
    expect(knowsTheLab(run(line({ queries: [{ answers: [{ ipv4: '93.184.217.1', asn: 9198 }] }] })))).toBe(
      false,
    )
  })
})

describe('the looks a probe takes', () => {
  it('are the last, and the last on each network that matters', () => {
    const steps = [{ network: 'metro' }, { network: 'metro' }, { network: 'branch' }, { network: 'abroad' }]
    const networks = ['metro', 'branch', 'abroad'].map((id) => ({ id }))
    expect(looksThatCount([scenario('a', { steps, networks })])).toEqual([false, false, false, true])
    const expected = { expect: { networks: { metro: { targets: {} } } } }
    expect(looksThatCount([scenario('a', { steps, networks, ...expected })])).toEqual([
      false,
      true,
      false,
      true,
    ])
  })
})

describe('the world a probe is given', () => {
  const none = { certificate: '', key: '' }
  const authorities = { lab: none, censor: none, inspection: none, unknown: none }
  const site = { host: 'a.example', ips: ['93.184.217.1'], ipsForControl: ['93.184.217.2'] }
  const other = { host: 'b.example', ips: ['93.184.217.3'] }
  const plan = layOut([scenario('a', { sites: [site, other] })], authorities, 20, ooniParties())

  it('has the hosts it asks, beside the product’s own', () => {
    const hosts = plan.sites.map(({ host }) => host)
    expect(hosts).toEqual(
      expect.arrayContaining(['api.ooni.org', 'geoip.ubuntu.com', '0.th.ooni.org', 'a.example']),
    )
    const api = plan.sites.find(({ host }) => host === 'api.ooni.org')
    expect(JSON.parse(api?.exact['/api/v1/check-in']?.body ?? '')).toMatchObject({
      conf: { features: { 'webconnectivity_0.5': true } },
    })
    expect(JSON.parse(api?.exact['/api/v1/test-helpers']?.body ?? '')).toMatchObject({
      'web-connectivity': [{ address: 'https://0.th.ooni.org', type: 'https' }, {}, {}],
    })
  })

  it('has one autonomous system a site, and the operator’s', () => {
    const table = autonomousSystems(plan)
    expect(table['93.184.217.1']).toBe(table['93.184.217.2'])
    expect(table['93.184.217.1']).not.toBe(table['93.184.217.3'])
    expect(table['93.184.217.1']).toBeGreaterThanOrEqual(FIRST_OF_SITES)
    expect(table['2.133.0.2']).toBe(9198)
    expect(table['92.46.0.53']).toBe(9198)
  })
})
