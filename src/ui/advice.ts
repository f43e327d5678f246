import type { Mechanism, UntestedReason } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import { keyPart, ltr, t } from './i18n.ts'
import { hostOf, isIntercepted, reasonPhrase } from './words.ts'

/** What a verdict means, a paragraph each. */
export function meaning(verdict: Verdict): string[] {
  const said = [body(verdict)]
  if (verdict.confidence) said.push(t(`means_${verdict.confidence}`))
  if (verdict.hop) said.push(t('means_hop', ltr(hostOf(verdict.hop))))
  return said
}

function body(verdict: Verdict): string {
  if (verdict.status === 'blocked') return t(`means_blocked_${keyPart(verdict.mechanism ?? 'unknown')}`)
  if (verdict.status === 'untested') return t('means_untested', reasonPhrase(verdict.reason ?? 'interrupted'))
  return t(`means_${verdict.status}`)
}

const BY_MECHANISM: Record<Mechanism, readonly string[]> = {
  dns: ['do_secure_dns', 'do_other_network', 'do_way_around'],
  ip: ['do_other_network', 'do_way_around'],
  'tls-sni': ['do_other_network', 'do_way_around'],
  'tls-interception': ['do_no_password', 'do_other_network', 'do_way_around'],
  http: ['do_other_network', 'do_way_around'],
  freeze: ['do_other_network', 'do_way_around'],
  unknown: ['do_test_again', 'do_other_network', 'do_way_around'],
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
  cancelled: ['do_test_again'],
}

/** What the reader can do, most useful first. */
export function advice(verdict: Verdict): string[] {
  return adviceKeys(verdict).map((key) => t(key))
}

function adviceKeys(verdict: Verdict): readonly string[] {
  const keys = ownAdvice(verdict)
  const lonely = verdict.status !== 'reachable' && verdict.warnings.includes('no-second-opinion')
  return lonely ? ['do_second_opinion', ...keys] : keys
}

function ownAdvice(verdict: Verdict): readonly string[] {
  switch (verdict.status) {
    case 'reachable':
      return isIntercepted(verdict) ? ['do_no_password', 'do_other_network'] : ['do_nothing']
    case 'blocked':
      return BY_MECHANISM[verdict.mechanism ?? 'unknown']
    case 'throttled':
      return ['do_test_again', 'do_other_network', 'do_way_around']
    case 'down':
      return ['do_wait', 'do_test_again']
    case 'refused':
      return ['do_ask_site']
    case 'inconclusive':
      return ['do_test_again']
    case 'untested':
      return BY_REASON[verdict.reason ?? 'interrupted']
  }
}
