import { describe, expect, it } from 'vitest'
import type { Stage } from '../model/failure.ts'
import type { ReferenceObservation } from '../model/observation.ts'
import type { Connectivity } from '../model/status.ts'
import { failure, reference, references, referencesFailing } from '../verdict/observe.test-kit.ts'
import { clockSkew, foreignRoots, linkState, referencesUntrusted, tellsLink } from './link.ts'

const DAY = 86_400_000
const none = { foreign: 0, inCountry: 0, portal: 'silent' } as const

const silentPortal = () => references(none).slice(7)
/** `connect`: how long the connection took to open, as Firefox shows it. */
const atStage = (list: ReferenceObservation[], stage: Stage, connect: number | null) =>
  list.map((r) =>
    r.failure ? { ...r, failure: { ...r.failure, stage }, timing: { ...r.timing, connect } } : r,
  )

const CASES: [string, ReferenceObservation[], Connectivity][] = [
  ['all answer', references(), 'online'],
  ['one foreign host is silent', references({ foreign: 3 }), 'online'],
  ['half of the foreign hosts are silent', references({ foreign: 2 }), 'degraded'],
  ['one foreign host is left', references({ foreign: 1 }), 'degraded'],
  ['domestic outage, the world answers', references({ inCountry: 0 }), 'online'],
  ['only the country answers', references({ foreign: 0, portal: 'silent' }), 'national-only'],
  ['two of three domestic hosts answer', references({ ...none, inCountry: 2 }), 'national-only'],
  ['one of three domestic hosts answers', references({ ...none, inCountry: 1 }), 'degraded'],
  ['the world answers over plain HTTP only', references({ foreign: 0 }), 'degraded'],
  ['nothing answers', references(none), 'offline'],
  ['a portal for everything', references({ foreign: 0, inCountry: 0, portal: 'altered' }), 'portal'],
  ['a portal that lets some through', references({ foreign: 1, portal: 'altered' }), 'portal'],
  [
    'one check page changed, the other is whole',
    references().map((r) => (r.url === 'http://p1.example/' ? { ...r, ok: false, altered: true } : r)),
    'online',
  ],
  ['a host that answers 503 answers', references({}, { status: 503 }), 'online'],
  ['all stand under distrusted certificates', referencesFailing('tls.cert.authority_invalid'), 'degraded'],
  ['clock wrong, Chromium', referencesFailing('tls.cert.date_invalid', { clockSkewMs: 40 * DAY }), 'online'],
  ['clock wrong, Firefox', referencesFailing('tls.failed', { clockSkewMs: -40 * DAY }), 'online'],
  [
    'sentences of Firefox under a good clock',
    referencesFailing('tls.failed', { clockSkewMs: 0 }),
    'degraded',
  ],
  [
    'an ad blocker stopped them all: unobserved',
    referencesFailing('local.blocked_by_client').slice(0, 7),
    'online',
  ],
  ['unplugged', referencesFailing('local.offline').slice(0, 7), 'offline'],
  ['all timed out in the handshake: slow, not down', atStage(references(none), 'tls', 40), 'degraded'],
  ['all timed out before one, which Firefox calls the same', atStage(references(none), 'tls', 0), 'offline'],
  ['asked on connections kept open over an outage', atStage(references(none), 'request', null), 'offline'],
  ['all hung up on', [...referencesFailing('tcp.reset').slice(0, 7), ...silentPortal()], 'degraded'],
  [
    'the foreign ones are reset, the country answers: no silence',
    references({ foreign: 0, portal: 'silent' }).map((r) =>
      r.group === 'foreign' ? { ...r, failure: failure('tcp.reset', r.url) } : r,
    ),
    'degraded',
  ],
  ['silent before any connection', atStage(references(none), 'connect', 0), 'offline'],
  [
    'certificates out of date under a good clock',
    referencesFailing('tls.cert.date_invalid', { clockSkewMs: 0 }),
    'degraded',
  ],
  [
    'certificates out of date, and no clock to compare with',
    referencesFailing('tls.cert.date_invalid', { clockSkewMs: null }),
    'online',
  ],
  [
    "a portal check's server is broken: neither changed nor up",
    references({}, {}).map((r) =>
      r.group === 'portal' ? { ...r, ok: false, altered: false, status: 503 } : r,
    ),
    'online',
  ],
  ['nobody asked: unobserved, never offline', [], 'online'],
]

describe('linkState', () => {
  for (const [name, seen, state] of CASES) it(`${name}: ${state}`, () => expect(linkState(seen)).toBe(state))

  it('goes by the latest look at each host', () => {
    const later = references().map((r) => ({ ...r, at: r.at + 1_000 }))
    expect(linkState([...references(none), ...later])).toBe('online')
    expect(linkState([...later, ...references(none)])).toBe('online')
  })
  it('counts the failures of all looks: one good refresh does not mend a flaky line', () => {
    const later = references().map((r) => ({ ...r, at: r.at + 1_000 }))
    const patchy = references({ foreign: 2, inCountry: 1, portal: 'ok' })
    const bad = patchy.map((r) => (r.url === 'http://p1.example/' ? { ...r, ...silentPortal()[0] } : r))
    expect(linkState(bad)).toBe('degraded')
    // 5 of 18 failed: less than 30%.
    expect(linkState([...bad, ...later])).toBe('online')
    // 10 of 27.
    expect(linkState([...bad, ...bad.map((r) => ({ ...r, at: r.at + 500 })), ...later])).toBe('degraded')
  })
  it('takes a single domestic reference for all of them', () => {
    const seen = references({ ...none, inCountry: 1 }).filter((r) => !/n[23]\./.test(r.url))
    expect(linkState(seen)).toBe('national-only')
  })
})

describe('what references tell besides', () => {
  it('whether they tell anything', () => {
    expect(tellsLink(references(none))).toBe(true)
    expect(tellsLink(referencesFailing('local.blocked_by_client').slice(0, 7))).toBe(false)
  })
  it('the median of the clocks', () => {
    const skewed = (...list: (number | null)[]) =>
      list.map((clockSkewMs, i) => reference('foreign', `https://f${i}.example/`, { clockSkewMs }))
    expect(clockSkew(skewed(null, 100, 300, 90 * DAY))).toBe(300)
    expect(clockSkew(skewed(100, 300))).toBe(200)
    expect(clockSkew(skewed(null))).toBeNull()
  })
  it('whether all stand under foreign roots', () => {
    expect(foreignRoots(references({}, { builtInRoot: false }))).toBe(true)
    expect(
      foreignRoots([
        ...references({}, { builtInRoot: false }),
        reference('foreign', 'https://z.example/', { builtInRoot: true }),
      ]),
    ).toBe(false)
    expect(foreignRoots(references())).toBe(false)
  })
  it('whether most are distrusted', () => {
    expect(referencesUntrusted(referencesFailing('tls.cert.authority_invalid'))).toBe(true)
    expect(referencesUntrusted(referencesFailing('timed_out'))).toBe(false)
    const one = reference('foreign', 'https://z.example/', {
      ok: false,
      failure: failure('tls.cert.authority_invalid', 'https://z.example/'),
    })
    expect(referencesUntrusted([...references(), one])).toBe(false)
  })
})
