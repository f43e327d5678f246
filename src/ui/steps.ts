import type {
  AddressObservation,
  CanaryObservation,
  DohObservation,
  FingerprintObservation,
  HandshakeObservation,
  Observation,
  PageObservation,
  ReferenceObservation,
  SystemDnsObservation,
  TransferObservation,
} from '../../core/model/observation.ts'
import { RESOLVERS } from '../measure/parties.ts'
import { nothing, rawOf } from './failure-words.ts'
import { keyPart, ltr, t, tMaybe } from './i18n.ts'
import { outside } from './outside-step.ts'
import { duration, size } from './time.ts'
import { transfers } from './transfer-step.ts'
import { hostOf, reasonPhrase } from './words.ts'

/** One observation, or one series of transfers, in words. */
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

/** What was seen, in the order in which it was: a series of transfers stands where its first one did. */
export function stepsOf(observations: readonly Observation[]): Step[] {
  const series = observations.filter((seen): seen is TransferObservation => seen.kind === 'transfer')
  return observations.flatMap((seen): Step[] => {
    if (seen.kind !== 'transfer') return [{ ...told(seen), at: seen.at, ms: seen.ms }]
    return seen === series[0] ? [transfers(series)] : []
  })
}

export type Told = Omit<Step, 'at' | 'ms'>

function told(seen: Exclude<Observation, TransferObservation>): Told {
  switch (seen.kind) {
    case 'page':
      return page(seen)
    case 'doh':
      return doh(seen)
    case 'system-dns':
      return systemDns(seen)
    case 'address':
      return address(seen)
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
    case 'control':
      return outside(seen)
    case 'handshake':
      return handshake(seen)
    case 'canary':
      return canary(seen)
    case 'fingerprint':
      return fingerprint(seen)
  }
}

function address(seen: AddressObservation): Told {
  const key = seen.via === 'neutral' ? 'step_address_neutral' : 'step_address'
  return {
    did: t(key, ltr(`${seen.scheme}://${seen.address}`)),
    saw: [...(seen.answered ? [t('seen_answered')] : []), ...status(seen.status), ...nothing(seen.failure)],
    raw: rawOf(seen.failure),
    ok: seen.answered,
  }
}

function handshake(seen: HandshakeObservation): Told {
  return {
    did: t('step_handshake', ltr(hostOf(seen.url))),
    saw: [
      ...status(seen.status),
      ...(seen.ip ? [t('seen_from', ltr(seen.ip))] : []),
      ...(seen.status === null ? nothing(seen.failure) : []),
    ],
    raw: rawOf(seen.failure),
    // Whatever the server said: that it said something is what was asked.
    ok: seen.status !== null,
  }
}

function canary(seen: CanaryObservation): Told {
  const found = seen.addresses.length > 0 ? [t('seen_addresses', ltr(seen.addresses.join(', ')))] : []
  return {
    did: t('step_canary', ltr(seen.name)),
    saw: [...found, ...(seen.failure ? nothing(seen.failure) : [t('seen_answered')])],
    raw: rawOf(seen.failure),
    ok: seen.failure === null,
  }
}

function fingerprint(seen: FingerprintObservation): Told {
  const scope = tMaybe(`scope_${keyPart(seen.scope)}`)
  const where = seen.countries.length > 0 ? [t('fingerprint_expected', ltr(seen.countries.join(', ')))] : []
  return {
    did: t('step_fingerprint', ltr(hostOf(seen.url))),
    saw: [t(`fingerprint_${seen.found}`, ltr(seen.name)), ...(scope ? [scope] : []), ...where],
    raw: null,
    // "fp" marks what the list's own authors know to be no block page.
    ok: seen.scope === 'fp',
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
  // A freeze is a long silence after something came.
  if (failure && seen.quietMs !== null && seen.quietMs >= 1000)
    saw.push(t('seen_quiet', duration(seen.quietMs)))
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
  if (seen.browserUsesDoh === true) saw.push(t('seen_browser_doh'))
  return { did: t('step_system_dns', ltr(seen.name)), saw, raw: seen.error, ok: seen.addresses.length > 0 }
}

function reference(seen: ReferenceObservation): Told {
  const saw = seen.altered ? [t('seen_altered')] : seen.ok ? [t('seen_answered')] : nothing(seen.failure)
  return {
    did: t(`step_${keyPart(seen.group)}`, ltr(hostOf(seen.url))),
    saw: [
      ...saw,
      ...(seen.ok && !seen.altered ? [] : status(seen.status)),
      ...(seen.proxied === true ? [t('seen_proxied')] : []),
    ],
    raw: rawOf(seen.failure),
    ok: seen.ok && !seen.altered,
  }
}

function status(code: number | null): string[] {
  return code === null ? [] : [t('seen_answer', String(code))]
}
