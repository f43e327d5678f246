import type { Facts } from '../facts/facts.ts'
import type { FailureKind } from '../facts/failure-kind.ts'
import { down, inconclusive, type Rule } from '../rule.ts'

const kindIs = (f: Facts, ...kinds: FailureKind[]) => f.trouble !== null && kinds.includes(f.trouble.kind)
const noneAnswers = (f: Facts) => !f.probes.some((p) => p.answered)
/** A fresh look from outside that failed; an old one cannot say how things are now. */
const failsOutside = (f: Facts) => (f.control?.recent && f.control.status === null ? f.control.end : null)

/**
 * Somebody outside meets the same failure: the site is down for everyone, not for us (OONI ts-017, "expected
 * failure"). The layers have to agree: that something else is wrong outside explains nothing here.
 */
export const DOWN_RULES: readonly Rule[] = [
  {
    // A censor answers where there is nothing: the encrypted resolvers must not know better.
    id: 'down.no-such-name-outside',
    when: (f) => kindIs(f, 'dns') && failsOutside(f) === 'dns' && f.doh.state !== 'exists',
    say: down,
    source: 'OONI websiteDownNXDOMAIN, websiteDownNoAddrs',
  },
  {
    id: 'down.no-connection-outside',
    when: (f) =>
      kindIs(f, 'refused', 'unreachable', 'timeout') && noneAnswers(f) && failsOutside(f) === 'connect',
    say: down,
    source: 'OONI websiteDownTCPConnect; pipeline v5: TCP fail, control failing .25/.75/0',
  },
  {
    id: 'down.tls-fails-outside',
    when: (f) =>
      f.scheme === 'https' &&
      kindIs(f, 'cut', 'tls-alert', 'tls-unread', 'untrusted', 'wrong-name', 'expired', 'timeout') &&
      failsOutside(f) === 'tls' &&
      f.clock !== 'wrong',
    say: down,
    source: 'OONI badSSLWith*WithConsistentDNS; pipeline v5: TLS control also failing .2/.8/0',
  },
  {
    // Connections and handshakes are fine outside as well, the answer does not come. Of a redirect hop only the
    // end of the whole chain is known outside, whatever the layer.
    id: 'down.no-answer-outside',
    when: (f) => {
      const end = failsOutside(f)
      if (f.hop !== null) return end !== null && end !== 'dns' && !kindIs(f, 'dns') && noneAnswers(f)
      if (f.scheme === 'http') return end === 'http' && kindIs(f, 'cut', 'timeout', 'http', 'body')
      return end === 'http' && kindIs(f, 'timeout', 'http', 'body')
    },
    say: down,
    source: 'OONI "expected failure"; redirectWithMoreThanTenRedirects',
  },
  {
    // The addresses we were given answer nobody; the site is up at others. A stale record, or one made for us.
    id: 'ip.dead-for-all',
    when: (f) =>
      kindIs(f, 'refused', 'unreachable', 'timeout') &&
      noneAnswers(f) &&
      f.control?.recent === true &&
      f.probes.length > 0 &&
      f.probes.every((p) => f.control?.tcp(p.address, p.port ?? (p.scheme === 'https' ? 443 : 80)) === false),
    say: () => inconclusive(),
    source: 'OONI "expected failure", address by address',
  },
]
