import type { FailureCode } from '../../model/failure.ts'
import { isLocalFailure } from '../../model/failure.ts'
import type { CalibrationObservation, Failure } from '../../model/observation.ts'

/** What a failure looks like from outside, whichever browser reported it: the rules' alphabet. */
export type FailureKind =
  | 'dns'
  | 'refused'
  | 'unreachable'
  /** Reset or closed in the middle: somebody answered by hanging up. */
  | 'cut'
  | 'timeout'
  /** A certificate nobody trusts. */
  | 'untrusted'
  | 'wrong-name'
  | 'expired'
  | 'tls-alert'
  /** A sentence of Firefox's that calibration did not explain. */
  | 'tls-unread'
  | 'client-cert'
  /** The server spoke, but not proper HTTP. */
  | 'http'
  | 'redirect-loop'
  /** Broken off after the headers had come. */
  | 'body'
  | 'proxy'
  | 'local'
  | 'unknown'

type Calibration = readonly CalibrationObservation['entries'][number][]

/**
 * Firefox words TLS failures in the user's language. A sentence equal to one that a known-bad host just
 * produced means the same thing; a sentence learned for two things means neither.
 */
export function resolveCode(failure: Failure, calibration: Calibration): FailureCode {
  if (failure.code !== 'tls.failed') return failure.code
  const codes = new Set(calibration.filter((e) => e.raw === failure.raw).map((e) => e.code))
  const [only] = codes
  return codes.size === 1 && only ? only : failure.code
}

const KINDS: Readonly<Partial<Record<FailureCode, FailureKind>>> = {
  'tcp.refused': 'refused',
  'tcp.address_invalid': 'unreachable',
  'tcp.address_unreachable': 'unreachable',
  'tcp.reset': 'cut',
  'tcp.closed': 'cut',
  'tcp.timed_out': 'timeout',
  // Sent data never acknowledged: silence, as Chromium tells it.
  'tcp.aborted': 'timeout',
  timed_out: 'timeout',
  'tls.cert.authority_invalid': 'untrusted',
  'tls.cert.revoked': 'untrusted',
  'tls.cert.invalid': 'untrusted',
  'tls.cert.pinned_key_not_in_cert_chain': 'untrusted',
  'tls.cert.name_invalid': 'wrong-name',
  'tls.cert.date_invalid': 'expired',
  'tls.version_or_cipher_mismatch': 'tls-alert',
  'tls.protocol.error': 'tls-alert',
  'tls.bad_client_auth_cert': 'client-cert',
  'http.response.stalled': 'body',
  'http.response.redirect_loop': 'redirect-loop',
  'local.proxy': 'proxy',
}

/** `begun`: headers had come before it broke. */
export function failureKind(
  failure: Failure,
  calibration: Calibration,
  browser: 'chromium' | 'firefox',
  begun: boolean,
): FailureKind {
  const code = resolveCode(failure, calibration)
  if (code === 'local.proxy') return 'proxy'
  if (isLocalFailure(code)) return 'local'
  if (begun) return 'body'
  if (code.startsWith('dns.')) return 'dns'
  // Firefox says NS_ERROR_FAILURE for some resets of an https connection; Chromium means "could not connect".
  if (code === 'tcp.failed') return browser === 'firefox' ? 'cut' : 'unreachable'
  if (code === 'tls.failed') return browser === 'firefox' ? 'tls-unread' : 'tls-alert'
  // A plain connection closed after the request is an "empty response" to Chromium; under TLS it came from the site.
  if (code === 'http.response.invalid' && failure.url.startsWith('http:')) return 'cut'
  return KINDS[code] ?? (code.startsWith('http.') ? 'http' : 'unknown')
}
