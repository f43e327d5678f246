import type { Observation } from '../model/observation.ts'
import type { Verdict } from '../model/verdict.ts'
import { factsOf } from './facts/facts.ts'
import { inconclusive, type Rule, type Saying } from './rule.ts'
import { RULES } from './rules.ts'
import { warningsOf } from './warnings.ts'

/** Raised whenever a rule changes what it says; stored with each verdict so that history can be judged again. */
export const ENGINE_VERSION = 2

export interface JudgeInput {
  url: string
  browser: 'chromium' | 'firefox'
  /** Host access to all sites was granted, so address probes were possible. */
  allSites: boolean
  observations: readonly Observation[]
  /** ISO 3166 code of where it was measured, to read imported fingerprints by; left out when unknown. */
  country?: string
}

/**
 * Judges one target from everything seen of it in one look. Never throws; exactly one verdict.
 *
 * @param table other rules, for tests that ask what a rule is worth
 */
export function judge(input: JudgeInput, table: readonly Rule[] = RULES): Verdict {
  const facts = factsOf(input)
  const rule = table.find((r) => r.when(facts))
  const said = rule ? rule.say(facts) : inconclusive()
  const { saying, capped } = capWithoutAllSites(said, input.allSites)
  const support = saying.support ?? []
  return {
    status: saying.status,
    mechanism: saying.mechanism ?? null,
    confidence: saying.confidence ?? null,
    reason: saying.reason ?? null,
    scope: saying.scope ?? null,
    warnings: warningsOf(facts, saying),
    rules: [rule?.id ?? 'fallback.unexplained', ...support, ...(capped ? ['ceiling.listed-sites-only'] : [])],
    hop: saying.hop ?? null,
    engine: ENGINE_VERSION,
  }
}

/**
 * With only the listed sites granted, no bare address can be asked and no block page followed, so the layer is
 * never isolated: mechanism unknown, at most suspected.
 */
function capWithoutAllSites(saying: Saying, allSites: boolean): { saying: Saying; capped: boolean } {
  // A known block page needs no layer to be told apart.
  if (allSites || saying.status !== 'blocked' || saying.confidence === 'confirmed')
    return { saying, capped: false }
  return { saying: { ...saying, mechanism: 'unknown', confidence: 'suspected' }, capped: true }
}
