import type { AccessCalls } from './access-network.ts'
import { type Check, differs } from './check.ts'
import { checksInside } from './checks-inside.ts'
import { checksOutside } from './checks-outside.ts'
import { look } from './look.ts'
import type { OutsideCalls } from './outside.ts'
import type { Plan } from './plan.ts'
import { lostShare, proveLoss } from './prove-loss.ts'
import type { Remote } from './rpc.ts'

/** One fact about the world, looked at with a plain client. */
export interface Proof {
  /** null: not of one scenario but of the ground all stand on. */
  scenario: string | null
  ok: boolean
  what: string
  /** What was seen where it is not; '' when all is well. */
  seen: string
}

const AT_ONCE = 24
/** Where most packets are lost, silence is what the file asks for, whatever else it says; that they are lost is proved. */
const DROWNED = 0.5

/** Looks at the whole world, then makes its hosts forget that anyone looked. */
export async function proveWorld(
  plan: Plan,
  /** The networks to look from, and how to get there. */
  indexes: readonly number[],
  visit: (index: number) => Promise<void>,
  outside: Remote<OutsideCalls>,
  networks: readonly Remote<AccessCalls>[],
): Promise<Proof[]> {
  const proofs: Proof[] = []
  await Promise.all(networks.map((network) => network.call('forgetful', null)))
  const tries = isLossy(plan) ? 6 : 4
  const lookAll = async (waiting: Check[], drowned: boolean) => {
    const worker = async () => {
      for (let check = waiting.shift(); check; check = waiting.shift()) {
        proofs.push(await proveOne(check, tries, outside, drowned))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
  }
  await lookAll(checksOutside(plan), false)
  for (const index of indexes) {
    if (indexes.length > 1) await visit(index)
    const lost = lostShare(plan, index)
    await lookAll(checksInside(plan, index), lost >= DROWNED)
    if (lost > 0 && lost < 1) proofs.push(await proveLoss(plan, lost))
  }
  await Promise.all([
    outside.call('forget', null),
    ...networks.map((network) => network.call('forget', null)),
  ])
  return proofs
}

/** Each further look has more patience, which forgives a busy machine; packet loss needs more looks. */
async function proveOne(
  check: Check,
  tries: number,
  outside: Remote<OutsideCalls>,
  drowned: boolean,
): Promise<Proof> {
  let trouble: string | null = null
  for (let attempt = 0; attempt < tries; attempt++) {
    const patient = { ...check.look, timeoutMs: check.look.timeoutMs * (1 + attempt) }
    const seen = await (check.where === 'outside' ? outside.call('look', patient) : look(patient))
    const lost = seen.outcome === 'timeout' || seen.outcome === 'stalled'
    trouble = drowned && lost && check.where === 'inside' ? null : differs(seen, check.wanted)
    if (trouble === null) break
  }
  return { scenario: check.scenario, ok: trouble === null, what: check.what, seen: trouble ?? '' }
}

function isLossy(plan: Plan): boolean {
  return plan.local.lossPct > 0 || plan.rules.some((rule) => rule.on === 'all' || rule.do === 'lossy')
}
