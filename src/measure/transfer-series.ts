import type { TransferObservation } from '../../core/model/observation.ts'
import { PAIR_LIMITS } from '../../core/stats/slowed-pair.ts'
import { throttledBy } from '../../core/verdict/throttling.ts'
import { LIMITS } from './limits.ts'
import { TRANSFER_CONTROLS } from './parties.ts'
import type { Tap } from './transfer.ts'

type Side = TransferObservation['side']

/** Five pairs, so turned that what drifts over the series (the link, the hour) meets both sides alike. */
const ORDER: readonly Side[] = [...'tccttccttc'].map((side) => (side === 't' ? 'target' : 'control'))
const PAIRS = ORDER.length / 2
/** So many of one side outweigh whatever the rest may bring. */
const MOST = Math.ceil(PAIRS / 2)

/** What one series may use at most. */
export const SERIES_BYTES = ORDER.length * LIMITS.transferBytes

const controlUrls = (controls: readonly string[]): string[] =>
  controls.map((url) => url.replace('{bytes}', String(LIMITS.transferBytes)))

/** No more can be learnt: the series says it already, or can no more come to say it. */
function isDecided(seen: readonly TransferObservation[]): boolean {
  const target = seen.filter(({ side }) => side === 'target')
  const control = seen.filter(({ side }) => side === 'control')
  const last = target.at(-1)
  const carried = target.some(({ kbps }) => kbps !== null)
  // Too small a page, or it broke: going on would not tell more. One that only was slow to begin may yet.
  if (last && !carried && (last.failure?.code !== 'timed_out' || target.length > 1)) return true
  const free = target.filter(({ kbps }) => kbps !== null && kbps >= PAIR_LIMITS.maxTarget)
  const slowLine = control.filter(({ kbps }) => kbps !== null && kbps <= PAIR_LIMITS.minControl)
  return free.length >= MOST || slowLine.length >= MOST || throttledBy(seen).signal === 'likely'
}

/**
 * Takes transfers of the target and of a large answer from elsewhere in turns, one at a time. Ends as soon as no more
 * can be learnt, or nobody is left to compare with.
 */
export async function transferSeries(
  url: string,
  signal: AbortSignal,
  tap: (side: Side, url: string) => Tap,
  controls: readonly string[] = TRANSFER_CONTROLS,
): Promise<TransferObservation[]> {
  const until = performance.now() + LIMITS.seriesMs
  const seen: TransferObservation[] = []
  const target = tap('target', url)
  const others = controlUrls(controls).map((from) => tap('control', from))
  for (const [index, side] of ORDER.entries()) {
    if (signal.aborted || performance.now() > until) break
    const from = side === 'target' ? target : others[0]
    if (!from) break
    const one = await from.measure(index)
    seen.push(one)
    // One that fails or says nothing is replaced for the rest; it stays on record.
    if (side === 'control' && one.kbps === null) others.shift()?.close()
    if (isDecided(seen)) break
  }
  for (const one of [target, ...others]) one.close()
  return seen
}
