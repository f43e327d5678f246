import { describe, expect, it } from 'vitest'
import type { Mechanism, Status } from '../../core/model/status.ts'
import { follow, type SeriesState } from '../../core/verdict/series.ts'
import type { Latest, Measurement } from './records.ts'
import { latestOf, seriesOf } from './standing.ts'
import { aLook, aVerdict } from './test-database.ts'

type Said = Status | readonly [Status, Mechanism]

/** The row after these looks, as recording would leave it. */
function rowOf(looks: readonly Measurement[]): Latest | null {
  let series: SeriesState | null = null
  let row: Latest | null = null
  for (const look of looks) {
    const step = follow(series, { ...look, baseFailureRate: 0.05 })
    series = step.state
    row = latestOf({ ...look, verdict: step.verdict }, series, row?.since ?? look.at)
  }
  return row
}

const minute = (n: number) => n * 60_000
/** One look every five minutes, from minute 5 on. */
const walk = (said: readonly Said[]) =>
  rowOf(
    said.map((one, index) => {
      const verdict = typeof one === 'string' ? aVerdict(one) : aVerdict(one[0], one[1])
      return aLook({ at: minute(5 * (index + 1)), verdict })
    }),
  )

describe('where a target stands', () => {
  it.each<[string, readonly Said[], number, number | null]>([
    ['a first judged look starts a run', ['reachable'], 5, null],
    ['the same again goes on', ['reachable', 'reachable'], 5, null],
    ['a change that waits shows its own looks', ['reachable', ['blocked', 'dns']], 10, 5],
    ['and keeps them when it is sure', ['reachable', ['blocked', 'dns'], ['blocked', 'dns']], 10, 5],
    ['a blip goes and leaves nothing', ['reachable', ['blocked', 'dns'], 'reachable'], 5, null],
    ['looks that say nothing neither break', ['down', 'inconclusive', 'down'], 5, null],
    ['nor start a run', ['untested', 'reachable'], 10, null],
    ['nothing known yet: since the first look', ['untested', 'inconclusive'], 5, null],
    ['an untested look keeps the bracket', ['reachable', ['blocked', 'ip'], 'untested'], 10, 5],
  ])('%s', (_name, said, since, lastOther) => {
    const row = walk(said)
    expect(row?.since).toBe(minute(since))
    expect(row?.lastOtherAt).toBe(lastOther === null ? null : minute(lastOther))
  })

  it('shows the last look as the verdict, and keeps what was last known beside it', () => {
    const row = walk([['blocked', 'dns'], ['blocked', 'unknown'], 'untested'])
    expect(row?.verdict.status).toBe('untested')
    expect(row?.at).toBe(minute(15))
    expect(row?.standing).toEqual({
      status: 'blocked',
      mechanism: 'dns',
      at: minute(10),
      measurementId: `${minute(10)}-look`,
    })
    expect(walk(['untested'])).not.toHaveProperty('standing')
  })

  it('reads the series off a row from before series were followed', () => {
    const row = walk(['reachable', 'reachable'])
    if (!row) throw new Error('no row')
    const { series: _, retestAt: __, standing: ___, ...bare } = row
    const down = (n: number) => ({
      ...aLook({ at: minute(n), verdict: aVerdict('down') }),
      baseFailureRate: 0.05,
    })
    const waiting = follow(seriesOf(bare), down(15))
    const { event } = follow(waiting.state, down(20))
    expect(event).toMatchObject({ lastBefore: minute(10), firstAfter: minute(15) })
  })

  it('confirms with the likely look that such a row shows', () => {
    const row = walk([['blocked', 'dns']])
    if (!row) throw new Error('no row')
    const { series: _, retestAt: __, ...bare } = row
    const again = { ...aLook({ at: minute(10), verdict: aVerdict('blocked', 'dns') }), baseFailureRate: 0.05 }
    expect(follow(seriesOf(bare), again).verdict.confidence).toBe('confirmed')
  })

  it('tells the latency only of a reachable target', () => {
    const timing = { dns: 10, connect: 20, tls: 30, wait: 40, body: 5 }
    const page = {
      v: 2 as const,
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
      firstByteMs: null,
      quietMs: null,
    }
    const latencyWhen = (status: Status, observations = [page]) =>
      rowOf([aLook({ verdict: aVerdict(status), observations })])?.latencyMs
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
