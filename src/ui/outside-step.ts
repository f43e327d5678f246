import type { ControlObservation } from '../../core/model/observation.ts'
import { failureWords, rawOf } from './failure-words.ts'
import { ltr, t } from './i18n.ts'
import type { Told } from './steps.ts'
import { dayAndClock, ratio, size } from './time.ts'

/** What somebody outside saw of the site, in the same order in which this browser looks. */
export function outside(seen: ControlObservation): Told {
  const { answer, failure } = seen
  return {
    did: t(`step_control_${seen.source}`, ltr(seen.helper), ltr(seen.url)),
    saw: answer
      ? [
          ...(seen.source === 'snapshot' ? [t('outside_when', dayAndClock(seen.takenAt))] : []),
          ...names(answer),
          ...reached('outside_tcp', answer.tcp),
          ...reached('outside_tls', answer.tls),
          ...page(answer),
          t(seen.source === 'snapshot' ? 'outside_snapshot' : 'outside_single'),
        ]
      : [t('outside_none', failure ? failureWords(failure) : t('failure_unknown'))],
    raw: rawOf(failure),
    ok: answer !== null,
  }
}

type Answer = NonNullable<ControlObservation['answer']>

function names({ dns }: Answer): string[] {
  if (dns.addresses.length > 0) return [t('outside_dns', ltr(dns.addresses.join(', ')))]
  return dns.failure ? [t('outside_dns_failed', ltr(dns.failure))] : []
}

function reached(key: 'outside_tcp' | 'outside_tls', endpoints: Answer['tcp']): string[] {
  if (endpoints.length === 0) return []
  return [t(key, ratio(endpoints.filter(({ ok }) => ok).length, endpoints.length))]
}

function page({ http }: Answer): string[] {
  if (http.status === null) return http.failure ? [t('outside_http_failed', ltr(http.failure))] : []
  const answered = t('outside_http', String(http.status))
  return [
    http.bodyLength === null ? answered : `${answered} · ${size(http.bodyLength)}`,
    ...(http.title ? [t('seen_title', http.title)] : []),
  ]
}
