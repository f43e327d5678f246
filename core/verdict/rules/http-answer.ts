import { sameUrl } from '../../net/url.ts'
import { BLOCK_PAGE_SCORE, SUSPICIOUS_SCORE } from '../facts/block-page.ts'
import { isChallenge } from '../facts/challenge.ts'
import type { Facts } from '../facts/facts.ts'
import { sameAsOutside } from '../facts/outside.ts'
import { leadsElsewhere, sameAnswer, saysOtherwise } from '../facts/twin.ts'
import { blocked, down, type Grade, inconclusive, outsideUp, type Rule, reachable, refused } from '../rule.ts'

const plain = (f: Facts) => (f.answer && !f.answer.authentic ? f.answer : null)

/** The same name over HTTPS gave another page: then the plain one was not the site's. */
const contradicted = (f: Facts) => {
  const answer = plain(f)
  return answer !== null && f.overHttps !== null && saysOtherwise(answer, f.overHttps)
}
/** Somebody outside gets the same page; null when nobody can tell. */
const sameOutside = (f: Facts) => {
  const answer = plain(f)
  return answer !== null && f.control !== null ? sameAsOutside(answer, f.control) : null
}
const isNotice = (f: Facts) => {
  const score = plain(f)?.score ?? 0
  const refusing = [403, 451].includes(plain(f)?.response.status ?? 0)
  if (score >= BLOCK_PAGE_SCORE) return true
  // Words of refusal that somebody outside is not told; a site that refuses us alone says no such words.
  return (
    ((score > 0 || refusing) && contradicted(f)) || (score >= SUSPICIOUS_SCORE && sameOutside(f) === false)
  )
}
/** The hop that sent us away, when it is not the target itself. */
const strayHop = (f: Facts): string | null => {
  const from = f.stray?.from.url ?? null
  return from === null || sameUrl(from, f.url) ? null : from
}
const graded = (f: Facts): Grade => ({
  isolated: contradicted(f) || sameOutside(f) === false,
  up: f.overHttps !== null || outsideUp(f),
})
const known = (f: Facts) => {
  const answer = plain(f)
  if (!answer) return false
  return [answer.page.url, answer.response.url, answer.plainUrl ?? ''].some((url) =>
    f.fingerprints.pages.has(url),
  )
}

/**
 * Answers nothing authenticates: anybody on the way may have written them. Evidence is their structure, the
 * address they came from, and the same page over HTTPS where the site has one.
 */
export const HTTP_ANSWER_RULES: readonly Rule[] = [
  {
    // A page known from elsewhere needs no second look: the one case that is confirmed at once.
    id: 'fingerprint.block-page',
    when: known,
    say: (f) => ({
      ...blocked(f, ['bogon', 'elsewhere'].includes(f.name) ? 'dns' : 'http', graded(f)),
      confidence: 'confirmed',
    }),
    source: 'the list the user imported; OONI fastpath: scope isp or nat, or the country expected',
  },
  {
    id: 'fingerprint.block-address',
    when: (f) => f.fingerprints.dns && f.answer?.authentic !== true && f.name !== 'right',
    say: (f) => ({
      ...blocked(f, 'dns', { isolated: true, up: outsideUp(f) }),
      confidence: 'confirmed',
    }),
    source: 'the list the user imported; OONI fastpath: DNS fingerprints match addresses exactly',
  },
  {
    id: 'http.challenge',
    when: (f) => {
      const answer = plain(f)
      return answer !== null && isChallenge(answer.response)
    },
    say: refused,
    source: 'https://github.com/ooni/probe/issues/2661',
  },
  {
    // Under the site's own certificate it says the same, so these are its own words.
    id: 'http.same-over-https-refused',
    when: (f) => {
      const answer = plain(f)
      const no = [403, 429, 451].includes(answer?.response.status ?? 0)
      return answer !== null && f.overHttps !== null && no && sameAnswer(answer, f.overHttps)
    },
    say: refused,
    source: 'the certificate is the ground truth, docs/detection.md, who decides how',
  },
  {
    id: 'http.same-over-https',
    when: (f) => {
      const answer = plain(f)
      const suspect =
        answer !== null && (answer.score > 0 || f.stray !== null) && answer.response.status < 400
      return suspect && f.overHttps !== null && sameAnswer(answer, f.overHttps)
    },
    say: reachable,
    source: 'the certificate is the ground truth, docs/detection.md, who decides how',
  },
  {
    // Somebody outside gets the very page: what it says is the site's own affair.
    id: 'http.same-outside',
    when: (f) => {
      const answer = plain(f)
      if (answer === null || answer.response.status >= 400 || contradicted(f)) return false
      return (
        (answer.score > 0 || f.stray !== null) && answer.score < BLOCK_PAGE_SCORE && sameOutside(f) === true
      )
    },
    say: reachable,
    source: 'OONI httpDiff; https://github.com/ooni/probe/issues/2333',
  },
  {
    // The notice came from an address that no resolver gives for this name: the resolver sent us there.
    id: 'dns.block-page-elsewhere',
    when: (f) =>
      ['bogon', 'elsewhere', 'apart'].includes(f.name) &&
      (isNotice(f) || (plain(f)?.score ?? 0) >= SUSPICIOUS_SCORE),
    say: (f) =>
      blocked(f, 'dns', {
        isolated: f.name !== 'apart',
        up: f.overHttps !== null || f.probes.some((p) => p.answered) || outsideUp(f),
      }),
    source: 'OONI httpDiffWithInconsistentDNS',
  },
  {
    // No resolver knows the name, here it has a notice: a leftover rule of a censor ("ghost" blocking).
    id: 'dns.ghost',
    when: (f) => isNotice(f) && f.doh.state === 'nxdomain',
    say: (f) => blocked(f, 'dns', { isolated: true, up: false }),
    source: 'https://github.com/ooni/probe/issues/2308',
  },
  {
    id: 'http.redirect-to-notice',
    when: (f) => f.stray !== null && isNotice(f),
    say: (f) => ({ ...blocked(f, 'http', graded(f)), hop: strayHop(f) }),
    source: 'block-page redirects, RFC 9505 5.2.1',
  },
  {
    // Without words of its own, but under its own certificate the site sends nobody there.
    id: 'http.redirect-denied-by-https',
    when: (f) => f.stray !== null && f.overHttps !== null && leadsElsewhere(f.stray.to, f.overHttps),
    say: (f) => ({
      ...blocked(f, 'http', { isolated: true, up: true, most: f.stray?.toAddress ? 'likely' : 'suspected' }),
      hop: strayHop(f),
    }),
    source: 'block-page redirects, RFC 9505 5.2.1',
  },
  {
    id: 'http.block-page',
    when: isNotice,
    say: (f) => blocked(f, 'http', graded(f)),
    source: 'OONI httpDiffWithConsistentDNS; structure instead of fingerprints (docs/architecture.md)',
  },
  {
    id: 'http.redirect-to-address',
    when: (f) => f.stray?.toAddress === true,
    say: (f) => ({ ...blocked(f, 'http', { ...graded(f), most: 'suspected' }), hop: strayHop(f) }),
    source: "redirects to operators' bare addresses, e.g. Iran's 10.10.34.34",
  },
  {
    id: 'http.old-connection',
    when: (f) => plain(f)?.fresh === false,
    say: () => inconclusive('reused-connection'),
    source: 'Resource Timing reuse',
  },
  {
    id: 'http.refused',
    when: (f) => [403, 429, 451].includes(plain(f)?.response.status ?? 0),
    say: refused,
    source: 'RFC 9110 15.5.4, RFC 6585 4, RFC 7725',
  },
  {
    id: 'http.server-error-here-only',
    when: (f) => (plain(f)?.response.status ?? 0) >= 500 && f.control?.up === true && f.control.recent,
    say: () => inconclusive(),
    source: 'RFC 9110 15.6; "down" is for everyone',
  },
  {
    id: 'http.server-error',
    when: (f) => (plain(f)?.response.status ?? 0) >= 500,
    say: down,
    source: 'RFC 9110 15.6',
  },
  {
    id: 'http.site-answers',
    when: (f) => f.answer !== null,
    say: reachable,
    source: 'OONI successWithHTTP',
  },
]
