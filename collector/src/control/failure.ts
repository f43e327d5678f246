import { Abandoned } from './deadline.ts'
import { DnsFailure } from './dns-failure.ts'

/**
 * The names the first OONI helper gave to failures, which its successors keep for DNS, TCP and HTTP, and the df-007
 * names for TLS (https://github.com/ooni/spec/blob/master/data-formats/df-007-errors.md).
 */

const UNKNOWN_AUTHORITY = new Set([
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'INVALID_CA',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

const INVALID_CERTIFICATE = new Set([
  'CERT_CHAIN_TOO_LONG',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
])

export function dnsFailureName(error: unknown): string {
  if (!(error instanceof DnsFailure)) return 'unknown_error'
  if (error.kind === 'nxdomain') return 'dns_name_error'
  return error.kind === 'server-failure' ? 'dns_server_failure' : 'unknown_error'
}

export function tcpFailureName(error: unknown): string {
  if (isTimeout(error)) return 'generic_timeout_error'
  return codeOf(error) === 'ECONNREFUSED' ? 'connection_refused_error' : 'connect_error'
}

export function tlsFailureName(error: unknown): string {
  if (isTimeout(error)) return 'generic_timeout_error'
  const code = codeOf(error)
  if (UNKNOWN_AUTHORITY.has(code)) return 'ssl_unknown_authority'
  if (INVALID_CERTIFICATE.has(code)) return 'ssl_invalid_certificate'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') return 'ssl_invalid_hostname'
  // Node also says ECONNRESET when the other side just ended the stream; a true reset comes from a system call.
  if (code === 'ECONNRESET')
    return error instanceof Error && 'syscall' in error ? 'connection_reset' : 'eof_error'
  if (code === 'EOF' || code === 'EPIPE') return 'eof_error'
  if (code === 'ECONNABORTED') return 'connection_aborted'
  if (code === 'EHOSTUNREACH') return 'host_unreachable'
  if (code === 'ENETUNREACH') return 'network_unreachable'
  // Alerts, and bytes that are no TLS.
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return 'ssl_failed_handshake'
  return `unknown_failure: ${code.toLowerCase() || 'no code'}`
}

/** OONI's helper keeps no more apart than this. */
export function pageFailureName(error: unknown): string {
  if (error instanceof DnsFailure) return 'dns_lookup_error'
  if (isTimeout(error)) return 'generic_timeout_error'
  return codeOf(error) === 'ECONNREFUSED' ? 'connection_refused_error' : 'unknown_error'
}

const isTimeout = (error: unknown) => error instanceof Abandoned || codeOf(error) === 'ETIMEDOUT'

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
