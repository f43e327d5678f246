import { BLOCK_PAGE_SCORE, blockPageScore } from '../facts/block-page.ts'
import { isChallenge } from '../facts/challenge.ts'
import type { Facts } from '../facts/facts.ts'
import { blocked, down, inconclusive, type Rule, reachable, refused } from '../rule.ts'

const answered = (f: Facts) => (f.answer?.authentic ? f.answer.response : null)
const foreignRoot = (f: Facts) => answered(f)?.security?.builtInRoot === false

/**
 * Answers under a certificate the browser trusts. The browser's own check is the ground truth: whoever answered
 * holds the site's key, so no censor on the way wrote this (OONI ts-017, "HTTPS with a final answer"; science
 * notes 1.1). These rules come first, so a real answer outranks every suspicion.
 */
export const RESPONSE_RULES: readonly Rule[] = [
  {
    // Whoever owns the foreign root may also write the page: a notice under it is the interceptor's.
    id: 'response.block-page-under-foreign-root',
    when: (f) => {
      const response = answered(f)
      return response !== null && foreignRoot(f) && blockPageScore(response, f.url) >= BLOCK_PAGE_SCORE
    },
    say: (f) => blocked(f, 'tls-interception', { isolated: true, up: false }),
    source: 'Kazakhstan 2015-2024 interception, https://ooni.org/post/2024-kazakhstan-report/',
  },
  {
    // Idle sockets and HTTP/2 coalescing hide a block on the name: the page came, but not through today's door.
    id: 'response.old-connection',
    when: (f) => answered(f) !== null && f.answer?.fresh === false,
    say: () => inconclusive('reused-connection'),
    source: 'Resource Timing reuse, RFC 9113 section 9.1.1 (coalescing)',
  },
  {
    // A robot check is the site's protection talking: it reached us.
    id: 'response.challenge',
    when: (f) => {
      const response = answered(f)
      return response !== null && isChallenge(response)
    },
    say: refused,
    source: 'https://github.com/ooni/probe/issues/2661; Censored Planet false positives 2020',
  },
  {
    // The site itself says no. To whom else it says so needs an outside view.
    id: 'response.refused',
    when: (f) => [403, 429, 451].includes(answered(f)?.status ?? 0),
    say: refused,
    source: 'RFC 9110 15.5.4, RFC 6585 4, RFC 7725; geo-blocking, Ramesh et al. 2023',
  },
  {
    // The site's own servers fail for us and not for somebody outside: part of them, or on purpose. No network does it.
    id: 'response.server-error-here-only',
    when: (f) => (answered(f)?.status ?? 0) >= 500 && f.control?.up === true && f.control.recent,
    say: () => inconclusive(),
    source: 'RFC 9110 15.6; "down" is for everyone',
  },
  {
    // Authentic and broken: the servers behind the certificate fail, which no network does to them.
    id: 'response.server-error',
    when: (f) => (answered(f)?.status ?? 0) >= 500,
    say: down,
    source: 'RFC 9110 15.6',
  },
  {
    id: 'response.site-answers',
    when: (f) => answered(f) !== null,
    say: reachable,
    source: 'OONI ts-017: a final answer over TLS is never blocking',
  },
]
