import type { Mechanism, UntestedReason, Warning } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import { keyPart, ltr, t } from './i18n.ts'
import { hostOf, isIntercepted } from './words.ts'

/** What a verdict means, a paragraph each. */
export function meaning(verdict: Verdict): string[] {
  const said = [body(verdict)]
  const sure = confidenceMeaning(verdict)
  if (sure) said.push(sure)
  if (verdict.hop) said.push(t('means_hop', ltr(hostOf(verdict.hop))))
  if (verdict.status === 'blocked' && dnsHidden(verdict)) said.push(t('means_as_seen'))
  return said
}

/** What the confidence of this verdict rests on; null for a verdict without one. */
function confidenceMeaning({ status, confidence }: Verdict): string | null {
  if (!confidence) return null
  return status === 'throttled' ? t(`means_throttled_${confidence}`) : t(`means_${confidence}`)
}

function body(verdict: Verdict): string {
  switch (verdict.status) {
    case 'blocked':
      return t(`means_blocked_${keyPart(verdict.mechanism ?? 'unknown')}`)
    case 'refused':
      return t(`means_refused_${verdict.scope ?? 'unknown'}`)
    case 'untested':
      return t(`means_untested_${keyPart(verdict.reason ?? 'interrupted')}`)
    case 'reachable':
      return t(dnsHidden(verdict) ? 'means_reachable_doh' : 'means_reachable')
    default:
      return t(`means_${verdict.status}`)
  }
}

/** The operator's DNS was not seen: what is said holds for this browser. */
function dnsHidden({ warnings }: Verdict): boolean {
  return warnings.includes('doh-hides-operator-dns')
}

const BY_MECHANISM: Record<Mechanism, readonly string[]> = {
  dns: ['do_secure_dns', 'do_other_network', 'do_way_around'],
  ip: ['do_other_network', 'do_way_around'],
  'tls-sni': ['do_other_network', 'do_way_around'],
  'tls-interception': ['do_no_password', 'do_no_certificate', 'do_other_network'],
  http: ['do_no_unencrypted', 'do_other_network', 'do_way_around'],
  freeze: ['do_other_network', 'do_way_around'],
  unknown: ['do_test_again', 'do_other_network', 'do_way_around'],
}

const BY_SCOPE: Record<NonNullable<Verdict['scope']>, readonly string[]> = {
  everyone: ['do_tell_site'],
  here: ['do_ask_site', 'do_tell_site_here'],
  unknown: ['do_ask_site'],
}

const BY_REASON: Record<UntestedReason, readonly string[]> = {
  offline: ['do_reconnect'],
  portal: ['do_sign_in'],
  'national-only': ['do_national', 'do_other_network'],
  permission: ['do_access'],
  paused: ['do_resume'],
  asleep: ['do_test_again'],
  interrupted: ['do_test_again'],
  'network-changed': ['do_test_again'],
  clock: ['do_clock'],
  cancelled: ['do_other_extension', 'do_test_again'],
}

/** What the reader can do, most useful first. */
export function advice(verdict: Verdict): string[] {
  return adviceKeys(verdict).map((key) => t(key))
}

/** These outweigh whatever the status asks for. */
const URGENT: ReadonlySet<Warning> = new Set(['tls-interception', 'local-inspection', 'no-second-opinion'])

function adviceKeys(verdict: Verdict): readonly string[] {
  const heeded = verdict.warnings.filter((warning) => warning !== verdict.mechanism)
  const urgent = heeded.filter((warning) => URGENT.has(warning))
  const rest = heeded.filter((warning) => !URGENT.has(warning))
  const heed = (warning: Warning) => `heed_${keyPart(warning)}`
  const own = ownAdvice(verdict).filter((key) => key !== 'do_nothing' || urgent.length === 0)
  return [...urgent.map(heed), ...own, ...rest.map(heed)]
}

function ownAdvice(verdict: Verdict): readonly string[] {
  switch (verdict.status) {
    case 'reachable':
      return isIntercepted(verdict) ? ['do_other_network'] : ['do_nothing']
    case 'blocked':
      return BY_MECHANISM[verdict.mechanism ?? 'unknown']
    case 'throttled':
      return verdict.confidence === 'suspected'
        ? ['do_transfer', 'do_test_again', 'do_other_network']
        : ['do_other_network', 'do_way_around']
    case 'down':
      return ['do_wait', 'do_test_again']
    case 'refused':
      return BY_SCOPE[verdict.scope ?? 'unknown']
    case 'inconclusive':
      return ['do_test_again']
    case 'untested':
      return BY_REASON[verdict.reason ?? 'interrupted']
  }
}
