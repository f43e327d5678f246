/**
 * Failure codes: the W3C Network Error Logging type names (https://www.w3.org/TR/network-error-logging/,
 * section 6), plus the few this project needs that NEL has no word for, marked below.
 */
export const FAILURE_CODES = [
  'dns.unreachable',
  'dns.name_not_resolved',
  'dns.failed',
  'dns.address_changed',
  'tcp.timed_out',
  'tcp.closed',
  'tcp.reset',
  'tcp.refused',
  'tcp.aborted',
  'tcp.address_invalid',
  'tcp.address_unreachable',
  'tcp.failed',
  'tls.version_or_cipher_mismatch',
  'tls.bad_client_auth_cert',
  'tls.cert.name_invalid',
  'tls.cert.date_invalid',
  'tls.cert.authority_invalid',
  'tls.cert.invalid',
  'tls.cert.revoked',
  'tls.cert.pinned_key_not_in_cert_chain',
  'tls.protocol.error',
  'tls.failed',
  'http.error',
  'http.protocol.error',
  'http.response.invalid',
  'http.response.redirect_loop',
  'http.failed',
  'abandoned',
  'unknown',
  // Not in NEL: our own clock ran out before the browser gave up (phase unknown unless `stage` says).
  'timed_out',
  // Not in NEL: the body stopped coming or outlived our patience after the headers had arrived.
  'http.response.stalled',
  // Not in NEL: stopped on this device, by another extension, a policy, a proxy, sleep, or a network change.
  'local.cancelled',
  'local.blocked_by_client',
  'local.blocked_by_policy',
  'local.proxy',
  'local.offline',
  'local.network_changed',
  'local.suspended',
  'local.resources',
  'local.permission',
] as const
export type FailureCode = (typeof FAILURE_CODES)[number]

/** How far a failed request got, where the browser lets us see it (Firefox always, Chromium rarely). */
export const STAGES = ['dns', 'connect', 'tls', 'request', 'body'] as const
export type Stage = (typeof STAGES)[number]

/** True for failures that happen on this device and say nothing of the network or the site. */
export function isLocalFailure(code: FailureCode): boolean {
  return code.startsWith('local.') || code === 'abandoned'
}
