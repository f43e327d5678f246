import { linkState } from '../../core/connectivity/link.ts'
import { tickOf } from '../../core/connectivity/tick-of.ts'
import type { ReferenceObservation } from '../../core/model/observation.ts'
import type { Connectivity } from '../../core/model/status.ts'
import type { Sweep, SweepItem } from '../history/records.ts'
import { Budget } from './budget.ts'
import { inFirstSlots } from './first-slots.ts'
import { costOf } from './heartbeat.ts'
import { nextDue } from './plan-sweep.ts'
import type { SweeperDeps } from './ports.ts'
import type { Telling } from './telling.ts'
import { Whereabouts, wasCutByChange } from './whereabouts.ts'

/** Measures what is due of a sweep, under one lease; each result is stored as it comes. */
export async function runDue(
  sweep: Sweep,
  due: readonly SweepItem[],
  signal: AbortSignal,
  deps: SweeperDeps,
  telling: Telling,
): Promise<void> {
  const whereabouts = new Whereabouts(sweep, deps, signal)
  try {
    await runOn(whereabouts, sweep, due, signal, deps, telling)
  } finally {
    whereabouts.end()
  }
}

async function runOn(
  whereabouts: Whereabouts,
  sweep: Sweep,
  due: readonly SweepItem[],
  signal: AbortSignal,
  deps: SweeperDeps,
  telling: Telling,
): Promise<void> {
  const { pace, now, store } = deps
  await telling.progress()
  const allSites = await deps.allSites()
  const instruments = await deps.instruments(sweep, signal)
  try {
    const references = await instruments.references()
    const link = await recordTick(sweep, references, deps)
    const budget = new Budget(sweep.pace, sweep.items.length, () => sweep, now)
    const widths =
      sweep.pace === 'now'
        ? { first: pace.nowConcurrency, diagnosis: pace.nowDiagnoses }
        : { first: pace.backgroundConcurrency, diagnosis: pace.backgroundDiagnoses }
    await inFirstSlots(due, widths, async (item, settled) => {
      if (signal.aborted) return
      // The day's budget may be used up by now; what is left of a background sweep goes on when there is a new one.
      if (sweep.pace === 'background' && (await deps.resting()) !== null) return
      const { targetId, url } = item
      const at = now()
      const leave = budget.leave()
      const look = () =>
        instruments.measure(url, link, references, {
          retest: item.retest ?? false,
          mayDiagnose: leave.mayDiagnose,
          onEarly: (verdict) => !signal.aborted && telling.early(targetId, verdict),
          onCost: (cost) => !signal.aborted && telling.underWay(targetId, cost),
          onSettledFirst() {
            leave.settled()
            settled()
          },
        })
      const { measured, networkId: whereTaken } = await whereabouts.during(look)
      await deps.spend({ requests: measured.requests, bytes: measured.bytes })
      // A look cut off by the user's stop, or by a change of network, says nothing.
      if (signal.aborted) return
      if (measured.observations.some(wasCutByChange)) deps.networkHint()
      const networkId = await whereTaken()
      // It is owed to the network we are on now: the sweep is about to move there.
      if (signal.aborted || networkId === null) return
      const id = deps.newId(at)
      const { id: sweepId } = sweep
      const { browser } = deps
      await store.record({ id, sweepId, targetId, url, networkId, at, browser, allSites, ...measured })
      item.done = true
      sweep.requests += measured.requests
      sweep.bytes += measured.bytes
      await telling.recorded(targetId)
    })
  } finally {
    instruments.release()
  }
}

async function recordTick(
  sweep: Sweep,
  references: ReferenceObservation[],
  { store, now, monotonic, session, pace, spend }: SweeperDeps,
): Promise<Connectivity> {
  if (references.length > 0) {
    await spend(costOf(references))
    await store.tick(
      tickOf(references, {
        at: now(),
        scheduledAt: sweep.pace === 'background' ? nextDue(sweep) : null,
        monotonic: monotonic(),
        networkId: sweep.networkId,
        session,
        cause: 'sweep',
        light: false,
        periodMs: pace.heartbeatMs,
      }),
    )
  }
  return linkState(references)
}
