import { enterLab, insideLab } from '../e2e/lab/enter.ts'
import { closeLab, openWorld } from '../e2e/lab/world.ts'
import { ensureLabBuild } from '../scripts/lab-build.ts'
import type { Figure } from './figure.ts'
import { benchIdleSweep } from './idle-sweep.ts'
import { benchWakeups } from './idle-wakeups.ts'
import { idleWorld, RTT_MS } from './idle-world.ts'

/** What the extension costs while nobody looks: wake-ups, processor time of a sweep, memory. */
export async function benchIdle(options: { quick: boolean }): Promise<Figure[]> {
  if (!insideLab()) ensureLabBuild()
  await enterLab()
  const world = await openWorld([idleWorld()], { rttMs: RTT_MS })
  try {
    return [...(await benchWakeups(options)), ...(await benchIdleSweep(options))]
  } finally {
    await world.close()
    await closeLab()
  }
}
