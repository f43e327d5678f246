import type { Failure } from '../../core/model/observation.ts'
import { keyPart, t } from './i18n.ts'

export function failureWords(failure: Failure): string {
  return t(`failure_${keyPart(failure.code)}`)
}

/** A line that says nothing came, and why; none without a failure. */
export function nothing(failure: Failure | null): string[] {
  return failure ? [t('seen_nothing', failureWords(failure))] : []
}

/** The browser's own word for it with our code, for those who know. */
export function rawOf(failure: Failure | null): string | null {
  if (!failure) return null
  return failure.raw && failure.raw !== failure.code ? `${failure.code} · ${failure.raw}` : failure.code
}
