import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Observation, PageObservation } from '../../core/model/observation.ts'
import { judge } from '../../core/verdict/judge.ts'
import { aLook, aVerdict } from '../history/test-database.ts'
import { ooniOf } from './ooni.ts'
import { factsOf, HOME } from './seeded.test-kit.ts'

/** Spec df-000 2024, without what only OONI's servers add. */
const MEASUREMENT_FIELDS = `annotations data_format_version extensions id input measurement_start_time options
  probe_asn probe_cc probe_ip probe_network_name report_id resolver_asn resolver_ip resolver_network_name software_name
  software_version test_helpers test_keys test_name test_runtime test_start_time test_version`.split(/\s+/)
/** Spec ts-017 and the keys of its newest implementation that are not its own flags. */
const TEST_KEYS = `accessible agent blocking body_length_match body_proportion client_resolver control
  control_failure dns_consistency dns_experiment_failure headers_match http_experiment_failure network_events queries
  requests retries socksproxy status_code_match tcp_connect title_match tls_handshakes x_fenceline`.split(
  /\s+/,
)

interface Ooni {
  [key: string]: unknown
  test_keys: Record<string, unknown> & { queries: Query[]; requests: Request[] }
}
interface Query {
  engine: string
  failure: string | null
  answers: object[]
}
interface Request {
  failure: string | null
  request: { url: string }
  response: { code: number; body: unknown } | null
}

const measured = (look: object) => ooniOf(look, factsOf()) as Ooni

/** Every recording of the lab: real observations of both browsers. */
const recordings = readdirSync('e2e/recordings')
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => {
    const file = JSON.parse(readFileSync(`e2e/recordings/${name}`, 'utf8')) as {
      browser: 'chromium' | 'firefox'
      targets: { url: string; observations: Observation[] }[]
    }
    return file.targets.map(({ url, observations }) => {
      const verdict = judge({ url, browser: file.browser, allSites: true, observations })
      return { name, look: aLook({ url, targetId: url, observations, verdict, networkId: HOME.id }) }
    })
  })

describe('OONI’s shape', () => {
  it('has its fields and no other, for all that was ever seen in the lab', { timeout: 60_000 }, () => {
    expect(recordings.length).toBeGreaterThan(200)
    for (const { name, look } of recordings) {
      const ooni = measured(look)
      expect([name, Object.keys(ooni).sort()]).toEqual([name, MEASUREMENT_FIELDS])
      expect([name, Object.keys(ooni.test_keys).sort()]).toEqual([name, TEST_KEYS])
      expect(ooni).toMatchObject({ probe_ip: '127.0.0.1', probe_asn: 'AS9198', probe_cc: 'KZ' })
      expect(ooni.measurement_start_time).toBe('2022-01-05 10:00:00')
    }
  })

  it.each([
    ['sni-reset-firefox.json', 'http-failure', false, 'connection_reset'],
    ['sni-reset-chromium.json', 'http-failure', false, 'connection_reset'],
    ['ip-drop-firefox.json', 'tcp_ip', false, 'generic_timeout_error'],
    ['reachable-https-chromium.json', false, true, null],
    ['dns-nxdomain-firefox.json', 'dns', false, 'unknown_failure: dns.name_not_resolved'],
    ['down-refused-chromium.json', false, false, 'connection_refused'],
    ['http-block-page-200-chromium.json', 'http-diff', false, null],
    ['throttle-64-chromium.json', false, true, null],
  ])('%s: blocking %s, accessible %s, failure %s', (file, blocking, accessible, failure) => {
    const found = recordings.find(({ name, look }) => name === file && look.verdict.status !== 'untested')
    const { test_keys } = measured(found?.look ?? {})
    expect(test_keys).toMatchObject({ blocking, accessible, http_experiment_failure: failure })
  })

  it('gives the newest request first, and DNS answers as they came', () => {
    const found = recordings.find(({ name }) => name === 'dns-nxdomain-firefox.json')
    const { queries, requests } = measured(found?.look ?? {}).test_keys
    expect(requests.length).toBeGreaterThan(0)
    expect(new Set(queries.map(({ engine }) => engine))).toEqual(new Set(['doh', 'getaddrinfo']))
    expect(queries.filter(({ engine }) => engine === 'doh').every(({ answers }) => answers.length > 0)).toBe(
      true,
    )
  })

  it('says nothing it does not know', () => {
    for (const status of ['inconclusive', 'untested'] as const) {
      const { test_keys } = measured(aLook({ verdict: aVerdict(status) }))
      expect(test_keys).toMatchObject({ blocking: null, accessible: null, dns_consistency: null })
      expect(test_keys).toMatchObject({ control: null, tcp_connect: null, tls_handshakes: null })
    }
    const unknown = measured(aLook())
    expect(unknown).toMatchObject({ probe_asn: 'AS0', probe_cc: 'ZZ', probe_network_name: null })
  })
})

describe('the user’s own address', () => {
  const OWN = ['95.56.234.17', '2a02:2698:8024:1::77'] as const
  const page = recordings
    .flatMap(({ look }) => look.observations)
    .find(
      (seen): seen is PageObservation => seen.kind === 'page' && seen.role === 'target' && !!seen.response,
    )

  it.each(OWN)('%s is nowhere, wherever a block page put it', (own) => {
    if (!page?.response) throw new Error('no recording has an answered page')
    const there = `http://stop.example/?ip=${own}&again=${encodeURIComponent(own)}`
    const response = {
      ...page.response,
      url: there,
      ip: '93.184.216.61',
      title: `Blocked for ${own}`,
      text: `Your address: ${own}.`,
      headers: { 'x-client-ip': own, via: `1.1 proxy (${own})`, [`x-${own}`]: own },
      headerNames: [`x-${own}`],
      linkHosts: [own],
    }
    const hops = [
      { url: 'http://site.example/', status: 302, ip: '93.184.216.60', location: there, internal: false },
      { url: there, status: 200, ip: '93.184.216.61', location: null, internal: false },
    ]
    const seen: Observation = {
      ...page,
      url: 'http://site.example/',
      hops,
      response,
      failure: { code: 'unknown', raw: own, url: there, stage: null },
    }
    const verdict = { ...aVerdict('blocked', 'http'), hop: there }
    const look = aLook({ url: 'http://site.example/', observations: [seen], verdict, networkId: HOME.id })
    const text = JSON.stringify(measured(look))
    expect(text).not.toContain(own)
    expect(text).not.toContain(encodeURIComponent(own))
    expect(text).toContain('[scrubbed]')
    // The servers' addresses are what was measured.
    expect(text).toContain('93.184.216.60:80')
    expect(text).toContain('93.184.216.61:80')
  })
})
