import type { FailureCode, Stage } from '../../core/model/failure.ts'

export type Browser = 'chromium' | 'firefox'

/** What both browsers say of each of OONI's failures (df-007), by the step it came in; see shared names in core/model. */
const CODES: Readonly<Record<string, FailureCode>> = {
  connection_refused: 'tcp.refused',
  connection_reset: 'tcp.reset',
  connection_aborted: 'tcp.aborted',
  eof_error: 'tcp.closed',
  generic_timeout_error: 'timed_out',
  host_unreachable: 'tcp.address_unreachable',
  network_unreachable: 'tcp.address_unreachable',
  ssl_unknown_authority: 'tls.cert.authority_invalid',
  ssl_invalid_hostname: 'tls.cert.name_invalid',
  ssl_invalid_certificate: 'tls.cert.date_invalid',
  ssl_failed_handshake: 'tls.protocol.error',
  http_invalid_redirect_location_host: 'http.failed',
}

export interface Seen {
  code: FailureCode
  stage: Stage | null
  raw: string
}

/** Firefox tells how far a request got, and reports certificates in sentences (`tls.failed`); Chromium does neither. */
export function seenBy(browser: Browser, failure: string, step: 'dns' | 'connect' | 'tls' | 'request'): Seen {
  const code = codeOf(failure)
  const localised = browser === 'firefox' && code.startsWith('tls.')
  return {
    code: localised ? 'tls.failed' : code,
    stage: browser === 'firefox' || code.startsWith('dns.') ? step : null,
    raw: failure,
  }
}

/** The code itself, as the calibration hosts teach it to Firefox. */
export function codeOf(failure: string): FailureCode {
  if (failure.startsWith('dns_') || failure === 'android_dns_cache_no_data') return 'dns.name_not_resolved'
  if (failure.includes('too many redirects')) return 'http.response.redirect_loop'
  return CODES[failure] ?? (failure.startsWith('ssl_') ? 'tls.failed' : 'unknown')
}
