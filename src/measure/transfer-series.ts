import type { TransferObservation } from '../../core/model/observation.ts'
import { LIMITS } from './limits.ts'
import { TRANSFER_CONTROLS } from './parties.ts'
import type { Transfer } from './transfer.ts'

/** Five pairs, so turned that what drifts over the series (the link, the hour) meets both sides alike. */
const ORDER = [
  'target',
  'control',
  'control',
  'target',
  'target',
  'control',
  'control',
  'target',
  'target',
  'control',
].map((side) => side as TransferObservation['side'])

/** What one series may use at most. */
export const SERIES_BYTES = ORDER.length * LIMITS.transferBytes

const controlUrls = (controls: readonly string[]): string[] =>
  controls.map((url) => url.replace('{bytes}', String(LIMITS.transferBytes)))

/** The page itself is too small, or it broke: going on would not tell more. One that only was slow to begin may yet. */
function isHopeless({ side, kbps, failure }: TransferObservation): boolean {
  return side === 'target' && kbps === null && failure?.code !== 'timed_out'
}

/**
 * Fetches the target and a large answer from elsewhere in turns, one at a time. Ends early when no more can be learnt,
 * or nobody is left to compare with.
 */
export async function transferSeries(
  url: string,
  signal: AbortSignal,
  transfer: (one: Transfer) => Promise<TransferObservation>,
  controls: readonly string[] = TRANSFER_CONTROLS,
): Promise<TransferObservation[]> {
  const until = performance.now() + LIMITS.seriesMs
  const seen: TransferObservation[] = []
  const open = controlUrls(controls)
  for (const [index, side] of ORDER.entries()) {
    if (signal.aborted || performance.now() > until) break
    const from = side === 'target' ? url : open[0]
    if (from === undefined) break
    const one = await transfer({ side, url: from, index, signal })
    seen.push(one)
    // A control that fails is replaced for the rest; its failure stays on record.
    if (side === 'control' && one.failure) open.shift()
    if (isHopeless(one)) break
  }
  return seen
}
