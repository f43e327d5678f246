import { describe, expect, it } from 'vitest'
import { compareScenario } from './compare.ts'
import { compareEvents, type SeenEvent } from './events.ts'
import { scenario, swept } from './fake-ports.ts'
import { expectationFor } from './overlay.ts'
import { verdict } from './verdict-fixture.ts'

const URL_A = 'https://a.example/'
const blocked = verdict({ status: 'blocked', mechanism: 'dns', confidence: 'likely', rules: ['dns.x', 'y'] })
const sweep = (over = {}, network = 'home') => ({ network, targets: [swept(URL_A, over)] })
const EVENT: SeenEvent = {
  url: URL_A,
  from: { status: 'reachable', mechanism: null },
  to: { status: 'blocked', mechanism: 'dns' },
}
const a = (expect: Record<string, unknown>, over = {}) => scenario('a', { expect, ...over })

describe('compareScenario', () => {
  it('gives one line a target with exactly the agreed fields', () => {
    const results = compareScenario(
      a({ targets: { [URL_A]: { status: 'blocked' } } }),
      'firefox',
      [sweep({ verdict: blocked })],
      null,
    )
    expect(results.map(({ line }) => line)).toEqual([
      {
        scenario: 'a',
        browser: 'firefox',
        url: URL_A,
        ok: true,
        expected: { status: 'blocked' },
        got: expect.objectContaining({ status: 'blocked', mechanism: 'dns' }),
        rules: ['dns.x', 'y'],
        ms: 10,
        requests: 1,
        bytes: 1000,
      },
    ])
  })

  it('finds a target under another spelling of its URL', () => {
    const idn = scenario('idn', {
      sites: [{ host: 'xn--e1afmkfd.example', ips: ['93.184.216.9'] }],
      watch: ['https://пример.example'],
      expect: { targets: { 'https://пример.example': { status: 'reachable' } } },
    })
    const seen = [{ network: 'home', targets: [swept('https://xn--e1afmkfd.example/')] }]
    expect(compareScenario(idn, 'chromium', seen, null)).toMatchObject([{ line: { ok: true } }])
  })

  it('fails a target nobody came back for', () => {
    const [result] = compareScenario(a({}), 'chromium', [{ network: 'home', targets: [] }], null)
    expect(result?.line).toMatchObject({ ok: false, got: null })
  })

  it('adds a line for a link state that is not as expected, and only then', () => {
    const wanted = a({ connectivity: 'online' })
    expect(compareScenario(wanted, 'chromium', [sweep()], null)).toHaveLength(1)
    expect(
      compareScenario(wanted, 'chromium', [sweep({ connectivity: 'offline' })], null)[1]?.line,
    ).toMatchObject({
      url: '(connectivity)',
      ok: false,
      expected: { connectivity: 'online' },
      got: { connectivity: 'offline' },
    })
  })

  it('judges each network by the last sweep on it', () => {
    const two = a(
      {
        networks: {
          phone: { targets: { [URL_A]: { status: 'blocked' } } },
          home: { targets: { [URL_A]: { status: 'reachable' } } },
        },
      },
      { networks: [{ id: 'home' }, { id: 'phone' }], steps: [{ network: 'phone' }, { network: 'home' }] },
    )
    const good = [sweep({ verdict: blocked }, 'phone'), sweep({}, 'home')]
    expect(compareScenario(two, 'chromium', good, null)).toMatchObject([
      { line: { ok: true, got: { status: 'reachable', networks: { phone: { status: 'blocked' } } } } },
    ])
    const [bad] = compareScenario(two, 'chromium', [sweep({}, 'phone'), sweep({}, 'home')], null)
    expect(bad?.problems).toEqual(['on phone: status is reachable, expected blocked'])
  })

  it('judges under which name each network was filed', () => {
    const two = a(
      { networks: { phone: { networkId: 'as29355-kz' }, home: { networkId: ['as9198-kz', 'unknown'] } } },
      { networks: [{ id: 'home' }, { id: 'phone' }], steps: [{ network: 'phone' }, { network: 'home' }] },
    )
    const at = (networkId: string, network: string) => sweep({ networkId }, network)
    const good = [at('as29355-kz', 'phone'), at('as9198-kz', 'home')]
    expect(compareScenario(two, 'chromium', good, null)).toHaveLength(1)
    const mixed = [at('as9198-kz', 'phone'), at('as9198-kz', 'home')]
    expect(compareScenario(two, 'chromium', mixed, null)[1]).toMatchObject({
      line: { url: '(network phone)', ok: false },
      problems: ['the network is called as9198-kz, expected as29355-kz'],
    })
  })

  it('leaves events of other scenarios in the same sweep alone', () => {
    const quiet = a({ events: [] })
    const other = { ...EVENT, url: 'https://b.example/' }
    expect(compareScenario(quiet, 'chromium', [sweep()], [other])).toHaveLength(1)
    expect(compareScenario(quiet, 'chromium', [sweep()], [{ ...other, url: URL_A }])[1]?.line.url).toBe(
      '(events)',
    )
  })
})

describe('expectationFor', () => {
  const both = a({
    connectivity: 'online',
    targets: { [URL_A]: { status: 'blocked', mechanism: 'ip', maxConfidence: 'likely' } },
    byBrowser: {
      firefox: { connectivity: 'degraded', targets: { [URL_A]: { mechanism: ['ip', 'unknown'] } } },
    },
  }).expect

  it('lays the browser over the rest, field by field', () => {
    expect(expectationFor(both, 'firefox')).toMatchObject({
      connectivity: 'degraded',
      targets: { [URL_A]: { status: 'blocked', mechanism: ['ip', 'unknown'], maxConfidence: 'likely' } },
    })
  })

  it('leaves the other browser as it was', () => {
    expect(expectationFor(both, 'chromium')).toMatchObject({
      connectivity: 'online',
      targets: { [URL_A]: { mechanism: 'ip' } },
    })
  })
})

describe('compareEvents', () => {
  const event = EVENT
  const wanted = { url: URL_A, from: 'reachable', to: 'blocked' }
  it('judges null never, [] as none, and a list one for one', () => {
    expect(compareEvents(null, null).ok).toBe(true)
    expect(compareEvents(null, [event]).ok).toBe(true)
    expect(compareEvents([], []).ok).toBe(true)
    expect(compareEvents([], [event]).ok).toBe(false)
    expect(compareEvents([wanted], [event]).ok).toBe(true)
    expect(compareEvents([{ to: ['blocked', 'throttled'] }], [event]).ok).toBe(true)
    expect(compareEvents([{ to: 'down' }], [event]).ok).toBe(false)
    expect(compareEvents([wanted], []).ok).toBe(false)
    expect(compareEvents([wanted], [event, event]).ok).toBe(false)
  })

  it('fails an expectation that cannot be seen', () => {
    expect(compareEvents([], null).ok).toBe(false)
  })
})
