import type { Status } from '../../core/model/status.ts'

export interface Truth {
  /** Any of these is right: the first is what a browser can know at best. */
  status: readonly [Status, ...Status[]]
  mechanism?: readonly string[]
  /** Where this differs from OONI's own verdict, why. */
  why?: string
}

const fine: Truth = { status: ['reachable'] }
const down: Truth = { status: ['down', 'inconclusive'] }
const dns: Truth = { status: ['blocked'], mechanism: ['dns'] }
/** The layer is told by looks that OONI does not make (the bare address): without them it may stay open. */
const cut: Truth = { status: ['blocked'], mechanism: ['tls-sni', 'http', 'unknown'] }

/** What is true of each of OONI's emulated scenarios (ooni/probe-cli internal/webconnectivityqa), by its name. */
export const QA_TRUTH: Readonly<Record<string, Truth>> = {
  badSSLWithUnknownAuthorityWithConsistentDNS: down,
  badSSLWithExpiredCertificate: down,
  badSSLWithWrongServerName: down,
  badSSLWithUnknownAuthorityWithInconsistentDNS: {
    status: ['blocked'],
    mechanism: ['dns', 'tls-interception'],
  },
  cloudflareCAPTCHAWithHTTP: {
    status: ['refused'],
    why: 'a robot check is the site speaking: OONI is "forced to declare" http-diff (ooni/probe#2661)',
  },
  cloudflareCAPTCHAWithHTTPS: { status: ['refused'], why: 'reached, and turned away by the site itself' },
  controlFailureWithSuccessfulHTTPWebsite: {
    status: ['reachable', 'inconclusive'],
    why: 'OONI gives up without a control; a page with none of the marks of a notice is likely the site',
  },
  controlFailureWithSuccessfulHTTPSWebsite: fine,
  dnsBlockingAndroidDNSCacheNoData: dns,
  dnsBlockingBOGON: {
    status: ['blocked'],
    mechanism: ['dns', 'unknown'],
    why: 'Chromium shows no address of a connection that hangs; OONI made none of the looks that would tell it there',
  },
  dnsBlockingNXDOMAIN: dns,
  dnsHijackingToLocalhostWithHTTP: dns,
  dnsHijackingToLocalhostWithHTTPS: dns,
  dnsHijackingToProxyWithHTTPURL: fine,
  dnsHijackingToProxyWithHTTPSURL: fine,
  ghostDNSBlockingWithHTTP: { status: ['blocked', 'inconclusive', 'down'], mechanism: ['dns'] },
  ghostDNSBlockingWithHTTPS: {
    status: ['down', 'inconclusive', 'blocked'],
    why: 'the name is gone for everybody: what is refused here exists nowhere, so calling it blocked helps nobody',
  },
  httpBlockingConnectionReset: cut,
  httpDiffWithConsistentDNS: { status: ['blocked'], mechanism: ['http'] },
  httpDiffWithInconsistentDNS: { status: ['blocked'], mechanism: ['dns', 'http'] },
  idnaWithoutCensorshipLowercase: fine,
  idnaWithoutCensorshipWithFirstLetterUppercase: fine,
  largeFileWithHTTP: fine,
  largeFileWithHTTPS: fine,
  localhostWithHTTP: down,
  localhostWithHTTPS: down,
  redirectWithBrokenLocationForHTTP: {
    status: ['inconclusive', 'reachable', 'down'],
    why: 'the site itself sent a redirect to nowhere: nothing on the way did (ooni/probe#2628)',
  },
  redirectWithBrokenLocationForHTTPS: { status: ['inconclusive', 'reachable', 'down'], why: 'as over HTTP' },
  redirectWithConsistentDNSAndThenConnectionRefusedForHTTP: {
    status: ['blocked', 'inconclusive'],
    mechanism: ['ip', 'unknown'],
    why: 'OONI calls a refusal on a hop http-failure; the helper answers for the first hop only',
  },
  redirectWithConsistentDNSAndThenConnectionRefusedForHTTPS: {
    status: ['blocked', 'inconclusive'],
    mechanism: ['ip', 'unknown'],
  },
  redirectWithConsistentDNSAndThenConnectionResetForHTTP: cut,
  redirectWithConsistentDNSAndThenConnectionResetForHTTPS: cut,
  redirectWithConsistentDNSAndThenNXDOMAIN: {
    status: ['blocked', 'inconclusive'],
    mechanism: ['dns'],
    why: 'OONI asks nobody else about the name of a hop; the extension asks its encrypted resolvers',
  },
  redirectWithConsistentDNSAndThenEOFForHTTP: cut,
  redirectWithConsistentDNSAndThenEOFForHTTPS: cut,
  redirectWithConsistentDNSAndThenTimeoutForHTTP: {
    status: ['blocked', 'inconclusive'],
    mechanism: ['tls-sni', 'http', 'ip', 'unknown'],
    why: 'one silence: a browser would have asked the bare address, which OONI did not',
  },
  redirectWithConsistentDNSAndThenTimeoutForHTTPS: {
    status: ['blocked', 'inconclusive'],
    mechanism: ['tls-sni', 'ip', 'unknown'],
  },
  redirectWithMoreThanTenRedirectsAndHTTP: { status: ['reachable', 'inconclusive', 'down'] },
  redirectWithMoreThanTenRedirectsAndHTTPS: {
    status: ['reachable', 'inconclusive', 'down'],
    why: 'under its certificate the site itself sends us round: it answers',
  },
  successWithHTTP: fine,
  successWithHTTPS: fine,
  tcpBlockingConnectTimeout: { status: ['blocked'], mechanism: ['ip', 'unknown'] },
  tcpBlockingConnectionRefusedWithInconsistentDNS: dns,
  throttlingWithHTTP: { status: ['throttled', 'inconclusive', 'blocked'], mechanism: ['unknown'] },
  throttlingWithHTTPS: {
    status: ['throttled', 'inconclusive', 'reachable'],
    why: 'slow is not cut off: OONI calls the time-out http-failure',
  },
  tlsBlockingConnectionResetWithConsistentDNS: cut,
  tlsBlockingConnectionResetWithInconsistentDNS: {
    status: ['blocked'],
    mechanism: ['dns', 'tls-sni', 'unknown'],
  },
  websiteDownNXDOMAIN: down,
  websiteDownNoAddrs: down,
  websiteDownTCPConnect: down,
}
