import { RESOLVER_ADDRESS } from './link-addresses.ts'
import { look } from './look.ts'
import { inForce } from './match.ts'
import type { Plan } from './plan.ts'
import type { Proof } from './prove.ts'
import { ask } from './site-check.ts'

/** Enough that a tenth lost is told from none, and few enough to be asked in an instant. */
const QUESTIONS = 80
/** Standard deviations: a sound world fails this once in tens of thousands. */
const SIGMAS = 4

/** The share of packets that get lost each way on this network now. */
export function lostShare(plan: Plan, index: number): number {
  const network = plan.networks[index]
  const rules = network ? plan.rules.filter((rule) => inForce(rule, network, plan.sweep)) : []
  const passed = rules.reduce(
    (share, rule) => (rule.on === 'all' ? share * (1 - rule.lossPct / 100) : share),
    1 - plan.local.lossPct / 100,
  )
  return 1 - passed
}

/** A question and its answer are a packet each, and nobody repeats them: how many come back tells the loss. */
export async function proveLoss(plan: Plan, lost: number): Promise<Proof> {
  const question = ask(plan, 'dns', 'loss.invalid', RESOLVER_ADDRESS, 53)
  const seen = await Promise.all(Array.from({ length: QUESTIONS }, () => look(question)))
  const answered = seen.filter(({ outcome }) => outcome === 'ok').length
  const share = (1 - lost) ** 2
  const expected = QUESTIONS * share
  const slack = SIGMAS * Math.sqrt(expected * (1 - share)) + 1
  const ok = Math.abs(answered - expected) <= slack && answered < QUESTIONS
  return {
    scenario: null,
    ok,
    what: `${Math.round(100 * lost)} % of packets lost each way`,
    seen: ok ? '' : `${answered} of ${QUESTIONS} questions answered instead of about ${Math.round(expected)}`,
  }
}
