import type { FailureCode } from '../../core/model/failure.ts'
import type { Failure } from '../../core/model/observation.ts'

/**
 * OONI's words (spec df-007) for ours, where they mean the same. What a browser cannot tell apart is not narrowed: it
 * does not see NXDOMAIN from SERVFAIL, so a name that was not resolved stays an unknown failure with our own code.
 */
const WORDS: Readonly<Partial<Record<FailureCode, string>>> = {
  'tcp.timed_out': 'generic_timeout_error',
  timed_out: 'generic_timeout_error',
  'http.response.stalled': 'generic_timeout_error',
  'tcp.reset': 'connection_reset',
  'tcp.refused': 'connection_refused',
  'tcp.aborted': 'connection_aborted',
  'tcp.closed': 'eof_error',
  'http.response.invalid': 'eof_error',
  'tcp.address_unreachable': 'host_unreachable',
  'tls.cert.name_invalid': 'ssl_invalid_hostname',
  'tls.cert.authority_invalid': 'ssl_unknown_authority',
  'tls.cert.date_invalid': 'ssl_invalid_certificate',
  'tls.cert.invalid': 'ssl_invalid_certificate',
  'tls.cert.revoked': 'ssl_invalid_certificate',
  'tls.cert.pinned_key_not_in_cert_chain': 'ssl_invalid_certificate',
  'tls.version_or_cipher_mismatch': 'ssl_failed_handshake',
  'tls.protocol.error': 'ssl_failed_handshake',
  'tls.failed': 'ssl_failed_handshake',
  abandoned: 'interrupted',
  'local.cancelled': 'interrupted',
  'local.offline': 'network_down',
  'local.network_changed': 'network_reset',
}

export function ooniFailure(failure: Pick<Failure, 'code'> | null): string | null {
  if (!failure) return null
  return WORDS[failure.code] ?? `unknown_failure: ${failure.code}`
}

const RCODES: Readonly<Record<string, string>> = {
  NXDOMAIN: 'dns_nxdomain_error',
  SERVFAIL: 'dns_servfail_error',
  REFUSED: 'dns_refused_error',
}

/** Of a DNS answer by its rcode name. */
export function ooniRcode(rcode: string, isEmpty: boolean): string | null {
  if (rcode === 'NOERROR') return isEmpty ? 'dns_no_answer' : null
  return RCODES[rcode] ?? `unknown_failure: dns rcode ${rcode}`
}
