import type { Verdict } from '../../core/model/verdict.ts'
import { t } from './i18n.ts'

/** How far the verdict may be leaned on. Verdicts without a confidence show none. */
export function ConfidenceBadge({ verdict }: { verdict: Verdict }) {
  if (!verdict.confidence) return null
  return <span class={`badge tone-${verdict.status}`}>{t(`confidence_${verdict.confidence}`)}</span>
}
