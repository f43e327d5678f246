import { OBSERVATION_VERSION, type TransferObservation } from '../core/model/observation.ts'
import { type Throttling, throttledBy } from '../core/verdict/throttling.ts'
import type { SpeedTest } from './throttle-data.ts'
import { isSlowed } from './throttle-networks.ts'

const PAIRS = 5

/** Five tests in a row from one place on one day: as near as the data comes to one client's series. */
export function seriesOf(tests: readonly SpeedTest[]): SpeedTest[][] {
  const places = new Map<string, SpeedTest[]>()
  for (const test of tests) {
    const key = `${test.day} ${test.network} ${test.place}`
    places.set(key, [...(places.get(key) ?? []), test])
  }
  return [...places.values()].flatMap((own) =>
    Array.from({ length: Math.floor(own.length / PAIRS) }, (_, i) => own.slice(i * PAIRS, (i + 1) * PAIRS)),
  )
}

export function judgeSeries(series: readonly SpeedTest[]): Throttling {
  return throttledBy(
    series.flatMap(({ targetKbps, controlKbps }, i) => [
      transfer('target', targetKbps, i),
      transfer('control', controlKbps, i),
    ]),
  ).signal
}

function transfer(side: TransferObservation['side'], kbps: number, index: number): TransferObservation {
  const nothing = { at: 0, ms: 0, requests: 1, bytes: 0, firstByteMs: null, bodyMs: null, failure: null }
  return { v: OBSERVATION_VERSION, kind: 'transfer', side, url: '', index, kbps, ...nothing }
}

/** How such series are judged, by how many of their tests look slowed. */
export function* seriesJudged(where: string, tests: readonly SpeedTest[]): Generator<string> {
  const table = new Map<number, Record<Throttling, number>>()
  for (const series of seriesOf(tests)) {
    const slow = series.filter(isSlowed).length
    const row = table.get(slow) ?? { none: 0, suspected: 0, likely: 0 }
    row[judgeSeries(series)] += 1
    table.set(slow, row)
  }
  for (const [slow, row] of [...table].sort(([a], [b]) => a - b))
    yield `  ${where}, ${slow} of ${PAIRS} tests slowed: ${row.likely} likely, ${row.suspected} suspected, ${row.none} none`
}
