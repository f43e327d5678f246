import type { FailureCode } from '../../model/failure.ts'
import type { UntestedReason } from '../../model/status.ts'
import type { Facts } from '../facts/facts.ts'
import { inconclusive, type Rule, untested } from '../rule.ts'

const met = (reason: UntestedReason, ...codes: FailureCode[]): Pick<Rule, 'when' | 'say'> => ({
  when: (f: Facts) => f.local !== null && codes.includes(f.local),
  say: () => untested(reason),
})
const SOURCE =
  'net_error_list.h, ErrorList.py: errors made on this device; docs/detection.md, what is no block'

/** What happened on this device says nothing of the site. */
export const LOCAL_RULES: readonly Rule[] = [
  {
    id: 'local.skipped',
    when: (f) => f.skipped !== null,
    say: (f) => untested(f.skipped ?? 'interrupted'),
    source: 'the sweep itself',
  },
  {
    // Looks made half on one network and half on another cannot be compared.
    id: 'local.network-changed',
    ...met('network-changed', 'local.network_changed'),
    source: SOURCE,
  },
  {
    // A machine that falls asleep breaks its own connections.
    id: 'local.asleep',
    ...met('asleep', 'local.suspended'),
    source: SOURCE,
  },
  {
    id: 'local.offline',
    ...met('offline', 'local.offline'),
    source: SOURCE,
  },
  {
    id: 'local.permission',
    ...met('permission', 'local.permission'),
    source: 'host access is optional and can be taken back',
  },
  {
    // An ad blocker, a policy, or the user stopped it before it reached the network.
    id: 'local.cancelled',
    ...met(
      'cancelled',
      'local.cancelled',
      'local.blocked_by_client',
      'local.blocked_by_policy',
      'local.resources',
      'abandoned',
    ),
    source: `${SOURCE}; ETP false positives of OONI Probe Web`,
  },
  {
    // The user's proxy failed for this one; whether it or the site is at fault, it does not say. When the proxy
    // is dead the references say so first.
    id: 'local.proxy',
    when: (f) => f.local === 'local.proxy' && (f.link === 'online' || f.link === null),
    say: () => inconclusive(),
    source: 'ERR_TUNNEL_CONNECTION_FAILED: the proxy could not or would not reach the site',
  },
]

/** Nothing was seen at all. */
export const UNSEEN_RULES: readonly Rule[] = [
  {
    id: 'local.not-looked',
    when: (f) => f.answer === null && f.trouble === null,
    say: () => untested('interrupted'),
    source: 'a worker that died leaves no observation; never a time-out',
  },
]
