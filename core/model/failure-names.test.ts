import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FAILURE_CODES } from './failure.ts'
import { chromiumFailure, firefoxFailure } from './failure-names.ts'

describe('chromiumFailure', () => {
  it.each([
    ['NAME_NOT_RESOLVED', 'dns.name_not_resolved'],
    ['CONNECTION_TIMED_OUT', 'tcp.timed_out'],
    ['TIMED_OUT', 'tcp.timed_out'],
    ['CONNECTION_RESET', 'tcp.reset'],
    ['CONNECTION_CLOSED', 'tcp.closed'],
    ['EMPTY_RESPONSE', 'http.response.invalid'],
    ['RESPONSE_HEADERS_TOO_BIG', 'http.protocol.error'],
    ['UNSAFE_REDIRECT', 'http.protocol.error'],
    ['ADDRESS_INVALID', 'tcp.address_invalid'],
    ['ADDRESS_UNREACHABLE', 'tcp.address_unreachable'],
    ['SSL_UNRECOGNIZED_NAME_ALERT', 'tls.failed'],
    ['CERT_COMMON_NAME_INVALID', 'tls.cert.name_invalid'],
    ['CERT_AUTHORITY_INVALID', 'tls.cert.authority_invalid'],
    ['CERT_KNOWN_INTERCEPTION_BLOCKED', 'tls.cert.authority_invalid'],
    ['SSL_CLIENT_AUTH_CERT_NEEDED', 'tls.bad_client_auth_cert'],
    ['TOO_MANY_REDIRECTS', 'http.response.redirect_loop'],
    ['TUNNEL_CONNECTION_FAILED', 'local.proxy'],
    ['BLOCKED_BY_CLIENT', 'local.blocked_by_client'],
    ['BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS', 'tcp.address_invalid'],
    ['INTERNET_DISCONNECTED', 'local.offline'],
    ['NETWORK_IO_SUSPENDED', 'local.suspended'],
    ['ABORTED', 'abandoned'],
    ['FAILED', 'unknown'],
    ['NEXT_YEARS_ERROR', 'unknown'],
  ])('%s -> %s', (name, code) => expect(chromiumFailure(`net::ERR_${name}`)).toBe(code))
})

describe('firefoxFailure', () => {
  it.each([
    ['NS_ERROR_UNKNOWN_HOST', 'dns.name_not_resolved'],
    ['NS_ERROR_CONNECTION_REFUSED', 'tcp.refused'],
    ['NS_ERROR_NET_RESET', 'tcp.reset'],
    ['NS_ERROR_NET_TIMEOUT', 'tcp.timed_out'],
    ['NS_ERROR_FAILURE', 'tcp.failed'],
    ['NS_ERROR_NET_PARTIAL_TRANSFER', 'http.response.invalid'],
    ['NS_ERROR_MALFORMED_URI', 'http.protocol.error'],
    ['NS_ERROR_PROXY_CONNECTION_REFUSED', 'local.proxy'],
    ['NS_ERROR_PROXY_SOMETHING_NEW', 'local.proxy'],
    ['NS_ERROR_OFFLINE', 'local.offline'],
    ['NS_BINDING_ABORTED', 'abandoned'],
    ['NS_ERROR_NEXT_YEAR', 'unknown'],
    ['', 'unknown'],
    ['The certificate is not trusted because it is self-signed.', 'tls.failed'],
    ['Сертификату нет доверия.', 'tls.failed'],
  ])('%s -> %s', (raw, code) => expect(firefoxFailure(raw)).toBe(code))

  it('never reads a sentence, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        fc.pre(!text.startsWith('NS_'))
        expect(firefoxFailure(text)).toBe('tls.failed')
      }),
    )
  })
})

it('both give known codes for anything', () => {
  fc.assert(
    fc.property(fc.string(), (raw) => {
      expect(FAILURE_CODES).toContain(chromiumFailure(raw))
      expect(FAILURE_CODES).toContain(firefoxFailure(raw))
    }),
  )
})
