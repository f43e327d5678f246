import type { Rule } from './rule.ts'
import { BODY_RULES, FALLBACK_RULES } from './rules/body.ts'
import { DNS_RULES } from './rules/dns.ts'
import { DOWN_RULES } from './rules/down.ts'
import { HTTP_ANSWER_RULES } from './rules/http-answer.ts'
import { HTTP_FAILURE_RULES } from './rules/http-failure.ts'
import { IP_RULES } from './rules/ip.ts'
import { LINK_RULES, POOR_LINK_RULES } from './rules/link.ts'
import { LOCAL_RULES, UNSEEN_RULES } from './rules/local.ts'
import { RESPONSE_RULES } from './rules/response.ts'
import { SLOW_RULES } from './rules/slow.ts'
import { TLS_RULES } from './rules/tls.ts'

/**
 * The whole table, in the order it is tried:
 *
 *   held back -> an authentic answer -> this device -> our link -> what nobody authenticated
 *     -> down outside as well -> DNS -> TLS -> HTTP -> IP -> body
 *
 * A lower layer outranks a higher one, because a lie of the resolver explains everything above it.
 */
export const RULES: readonly Rule[] = [
  ...SLOW_RULES,
  ...RESPONSE_RULES,
  ...LOCAL_RULES,
  ...LINK_RULES,
  ...UNSEEN_RULES,
  ...HTTP_ANSWER_RULES,
  ...DOWN_RULES,
  ...DNS_RULES,
  ...POOR_LINK_RULES,
  ...TLS_RULES,
  ...HTTP_FAILURE_RULES,
  ...IP_RULES,
  ...BODY_RULES,
  ...FALLBACK_RULES,
]

/** Rules that never decide: they raise or cap what the deciding one says. */
export const SUPPORT_IDS = [
  'confidence.repeated',
  'confidence.references-answer',
  'confidence.site-up',
  'confidence.layer-isolated',
  'confidence.outside-up',
  'outside.refused-too',
  'ceiling.listed-sites-only',
  'ceiling.maybe-home-filter',
] as const

/** Every id a verdict may carry: the user-facing texts are keyed by these. */
export const RULE_IDS: readonly string[] = [...RULES.map((rule) => rule.id), ...SUPPORT_IDS]
