import type {
  DohObservation,
  Failure,
  Observation,
  PageObservation,
  ReferenceObservation,
  SystemDnsObservation,
} from '../../core/model/observation.ts'
import { RESOLVERS } from '../measure/parties.ts'
import { keyPart, ltr, t } from './i18n.ts'
import { duration, size } from './time.ts'
import { hostOf, reasonPhrase } from './words.ts'

/** One observation in words. */
export interface Step {
  /** What was done. */
  did: string
  /** What came of it, a line each. */
  saw: string[]
  /** The browser's own word for the failure, with our code: for those who know. */
  raw: string | null
  ok: boolean
  at: number
  ms: number
}

export function stepOf(seen: Observation): Step {
  return { ...told(seen), at: seen.at, ms: seen.ms }
}

type Told = Omit<Step, 'at' | 'ms'>

function told(seen: Observation): Told {
  switch (seen.kind) {
    case 'page':
      return page(seen)
    case 'doh':
      return doh(seen)
    case 'system-dns':
      return systemDns(seen)
    case 'address':
      return {
        did: t('step_address', ltr(`${seen.scheme}://${seen.address}`)),
        saw: [
          ...(seen.answered ? [t('seen_answered')] : []),
          ...status(seen.status),
          ...nothing(seen.failure),
        ],
        raw: rawOf(seen.failure),
        ok: seen.answered,
      }
    case 'reference':
      return reference(seen)
    case 'calibration':
      return {
        did: t('step_calibration'),
        saw: seen.entries.map(({ code, raw }) => `${code}: ${raw}`),
        raw: null,
        ok: true,
      }
    case 'skipped':
      return { did: t('step_skipped'), saw: [reasonPhrase(seen.reason)], raw: null, ok: false }
  }
}

function page(seen: PageObservation): Told {
  const { response, failure } = seen
  const saw = seen.hops
    .filter((hop) => hop.location !== null)
    .map((hop) =>
      hop.internal
        ? t('seen_sent_on_browser', ltr(hop.location ?? ''))
        : t('seen_sent_on', ltr(hop.location ?? ''), String(hop.status)),
    )
  if (response) {
    saw.push(`${t('seen_answer', String(response.status))} · ${size(response.bytes)}`)
    if (response.title) saw.push(t('seen_title', response.title))
    if (response.ip) saw.push(t('seen_from', ltr(response.ip)))
    if (response.reused) saw.push(t('seen_reused'))
    if (response.security?.builtInRoot === false) saw.push(t('seen_foreign_root'))
  }
  saw.push(...nothing(failure))
  const phases = (['dns', 'connect', 'tls', 'wait', 'body'] as const).flatMap((phase) => {
    const ms = seen.timing[phase]
    return ms === null ? [] : [t(`timing_${phase}`, duration(ms))]
  })
  if (phases.length > 0) saw.push(phases.join(' · '))
  return {
    did: t(`step_${keyPart(seen.role)}`, ltr(seen.url)),
    saw,
    raw: rawOf(failure),
    ok: failure === null,
  }
}

function doh(seen: DohObservation): Told {
  const resolver = RESOLVERS.find((known) => known.url === seen.resolver || known.id === seen.resolver)
  const saw = seen.rcode === null ? [] : [t('seen_rcode', ltr(seen.rcode))]
  if (seen.addresses.length > 0) saw.push(t('seen_addresses', ltr(seen.addresses.join(', '))))
  else if (seen.rcode === 'NOERROR') saw.push(t('seen_no_addresses'))
  return {
    did: t('step_doh', ltr(resolver?.name ?? hostOf(seen.resolver)), ltr(`${seen.name} (${seen.type})`)),
    saw: [...saw, ...nothing(seen.failure)],
    raw: rawOf(seen.failure),
    ok: seen.addresses.length > 0,
  }
}

function systemDns(seen: SystemDnsObservation): Told {
  const saw = seen.addresses.length > 0 ? [t('seen_addresses', ltr(seen.addresses.join(', ')))] : []
  if (seen.timedOut) saw.push(t('seen_nothing', t('failure_timed_out')))
  else if (seen.error !== null) saw.push(t('seen_dns_error', ltr(seen.error)))
  return { did: t('step_system_dns', ltr(seen.name)), saw, raw: seen.error, ok: seen.addresses.length > 0 }
}

function reference(seen: ReferenceObservation): Told {
  const saw = seen.altered ? [t('seen_altered')] : seen.ok ? [t('seen_answered')] : nothing(seen.failure)
  return {
    did: t(`step_${keyPart(seen.group)}`, ltr(hostOf(seen.url))),
    saw: [...saw, ...(seen.ok && !seen.altered ? [] : status(seen.status))],
    raw: rawOf(seen.failure),
    ok: seen.ok && !seen.altered,
  }
}

function status(code: number | null): string[] {
  return code === null ? [] : [t('seen_answer', String(code))]
}

function nothing(failure: Failure | null): string[] {
  return failure ? [t('seen_nothing', t(`failure_${keyPart(failure.code)}`))] : []
}

function rawOf(failure: Failure | null): string | null {
  if (!failure) return null
  return failure.raw && failure.raw !== failure.code ? `${failure.code} · ${failure.raw}` : failure.code
}
