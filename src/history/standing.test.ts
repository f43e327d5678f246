import { describe, expect, it } from 'vitest'
import type { Mechanism, Status } from '../../core/model/status.ts'
import type { HistoryEvent, Latest } from './records.ts'
import { advance } from './standing.ts'
import { aLook, aVerdict } from './test-database.ts'

type Said = Status | readonly [Status, Mechanism]

/** One look a minute, from minute 1 on. */
function walk(said: readonly Said[]): { latest: Latest | null; events: (HistoryEvent | null)[] } {
  let latest: Latest | null = null
  const events = said.map((one, index) => {
    const verdict = typeof one === 'string' ? aVerdict(one) : aVerdict(one[0], one[1])
    const step = advance(latest, aLook({ at: (index + 1) * 60_000, verdict }))
    latest = step.latest
    return step.event
  })
  return { latest, events }
}

const minute = (n: number) => n * 60_000

describe('advance', () => {
  it.each<[string, readonly Said[], { since: number; lastOther: number | null; events: number[] }]>([
    [
      'a first judged look starts a run without event',
      ['reachable'],
      { since: 1, lastOther: null, events: [] },
    ],
    ['the same again goes on', ['reachable', 'reachable'], { since: 1, lastOther: null, events: [] }],
    ['a change is an event', ['reachable', ['blocked', 'dns']], { since: 2, lastOther: 1, events: [2] }],
    [
      'untested does not break',
      ['reachable', 'untested', 'reachable'],
      { since: 1, lastOther: null, events: [] },
    ],
    ['nor does inconclusive', ['down', 'inconclusive', 'down'], { since: 1, lastOther: null, events: [] }],
    [
      'nothing known yet: since the first look',
      ['untested', 'inconclusive'],
      { since: 1, lastOther: null, events: [] },
    ],
    ['untested starts no run', ['untested', 'reachable'], { since: 2, lastOther: null, events: [] }],
    [
      'a change behind untested looks counts from the last judged one',
      ['reachable', 'reachable', 'untested', 'inconclusive', ['blocked', 'ip']],
      { since: 5, lastOther: 2, events: [5] },
    ],
    [
      'an untested look after a change keeps its bracket',
      ['reachable', ['blocked', 'ip'], 'untested'],
      { since: 2, lastOther: 1, events: [2] },
    ],
    [
      'another isolated mechanism is a change',
      [
        ['blocked', 'dns'],
        ['blocked', 'tls-sni'],
      ],
      { since: 2, lastOther: 1, events: [2] },
    ],
    [
      'a mechanism that could not be isolated is none',
      [
        ['blocked', 'unknown'],
        ['blocked', 'dns'],
        ['blocked', 'unknown'],
        ['blocked', 'dns'],
      ],
      { since: 1, lastOther: null, events: [] },
    ],
    [
      'an unknown in between hides no change',
      [
        ['blocked', 'dns'],
        ['blocked', 'unknown'],
        ['blocked', 'ip'],
      ],
      { since: 3, lastOther: 2, events: [3] },
    ],
  ])('%s', (_name, said, expected) => {
    const { latest, events } = walk(said)
    expect(latest?.since).toBe(minute(expected.since))
    expect(latest?.lastOtherAt).toBe(expected.lastOther === null ? null : minute(expected.lastOther))
    expect(events.flatMap((event) => event?.firstAfter ?? [])).toEqual(expected.events.map(minute))
  })

  it('says in an event what changed to what, in a bracket of looks', () => {
    const { events } = walk(['reachable', 'untested', ['blocked', 'tls-sni']])
    expect(events[2]).toEqual({
      id: `${minute(3)}-look`,
      networkId: 'unknown',
      targetId: 'https://example.org/',
      url: 'https://example.org/',
      lastBefore: minute(1),
      firstAfter: minute(3),
      from: { status: 'reachable', mechanism: null },
      to: { status: 'blocked', mechanism: 'tls-sni' },
    })
  })

  it('shows the last look as the verdict, and keeps what was last known beside it', () => {
    const { latest } = walk([['blocked', 'dns'], ['blocked', 'unknown'], 'untested'])
    expect(latest?.verdict.status).toBe('untested')
    expect(latest?.at).toBe(minute(3))
    expect(latest?.standing).toEqual({
      status: 'blocked',
      mechanism: 'dns',
      at: minute(2),
      measurementId: `${minute(2)}-look`,
    })
    expect(walk(['untested']).latest).not.toHaveProperty('standing')
  })

  it('reads the standing off a row that has none', () => {
    const { latest } = walk(['reachable'])
    if (!latest) throw new Error('no latest')
    const { standing: _, ...bare } = latest
    const step = advance(bare, aLook({ at: minute(2), verdict: aVerdict('down') }))
    expect(step.event?.lastBefore).toBe(minute(1))
  })

  it('a look that began earlier and overlapped the latest is late: nothing moves', () => {
    const { latest } = walk(['reachable', 'reachable'])
    const late = aLook({ at: minute(2) - 5_000, ms: 20_000, verdict: aVerdict('blocked', 'dns') })
    expect(advance(latest, late)).toEqual({ latest, event: null })
  })

  it('a clock set back starts a run afresh and claims no event', () => {
    const { latest } = walk(['reachable', ['blocked', 'dns']])
    const back = aLook({ at: 1_000, ms: 500, verdict: aVerdict('reachable') })
    const step = advance(latest, back)
    expect(step.event).toBeNull()
    expect(step.latest).toMatchObject({ at: 1_000, since: 1_000, lastOtherAt: null })
  })

  it('tells the latency only of a reachable target', () => {
    const timing = { dns: 10, connect: 20, tls: 30, wait: 40, body: 5 }
    const page = {
      v: 1 as const,
      at: 0,
      ms: 105,
      requests: 1,
      bytes: 1,
      kind: 'page' as const,
      role: 'target' as const,
      url: 'https://example.org/',
      hops: [],
      response: {
        url: 'https://example.org/',
        status: 200,
        ip: null,
        headers: {},
        headerNames: [],
        title: null,
        text: '',
        linkHosts: [],
        bytes: 1,
        truncated: false,
        sha256: null,
        protocol: 'h2',
        reused: false,
        coalesced: false,
        fromCache: false,
        security: null,
      },
      failure: null,
      timing,
      timeoutMs: 10_000,
    }
    const latencyWhen = (status: Status, observations = [page]) =>
      advance(null, aLook({ verdict: aVerdict(status), observations })).latest.latencyMs
    expect(latencyWhen('reachable')).toBe(100)
    expect(latencyWhen('refused')).toBeNull()
    expect(
      latencyWhen('reachable', [
        { ...page, timing: { ...timing, dns: null, connect: null, tls: null } as never },
      ]),
    ).toBe(40)
    expect(latencyWhen('reachable', [])).toBeNull()
  })
})
