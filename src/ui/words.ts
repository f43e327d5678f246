import type { UntestedReason } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import { keyPart, t } from './i18n.ts'

/** The verdict in a few plain words: the same ones wherever it is shown. */
export function verdictPhrase(verdict: Verdict): string {
  switch (verdict.status) {
    case 'blocked':
    case 'throttled':
      return t(`verdict_${verdict.status}_${verdict.confidence ?? 'suspected'}`)
    case 'refused':
      return t(`verdict_refused_${verdict.scope ?? 'unknown'}`)
    case 'reachable':
      return isIntercepted(verdict) ? t('verdict_intercepted') : t('verdict_reachable')
    default:
      return t(`verdict_${verdict.status}`)
  }
}

/** How it is blocked or why it was not tested, as a clause to follow the phrase; null when there is nothing to add. */
export function verdictDetail(verdict: Verdict): string | null {
  if (verdict.status === 'blocked') return t(`mechanism_${keyPart(verdict.mechanism ?? 'unknown')}`)
  if (verdict.status === 'untested' && verdict.reason) return reasonPhrase(verdict.reason)
  return null
}

export function reasonPhrase(reason: UntestedReason): string {
  return t(`reason_${keyPart(reason)}`)
}

/** A page that came under a foreign certificate is never plain "reachable". */
export function isIntercepted(verdict: Verdict): boolean {
  return verdict.status === 'reachable' && verdict.warnings.includes('tls-interception')
}

/** The name people know a site by: "www." says nothing. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host.replace(/^www\./, '') : url
}
