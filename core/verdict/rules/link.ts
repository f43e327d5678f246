import { SUSPICIOUS_SCORE } from '../facts/block-page.ts'
import type { Facts } from '../facts/facts.ts'
import { inconclusive, type Rule, untested } from '../rule.ts'

const MANY_REDIRECTS = 5

/** No answer, or one that nothing authenticates and that looks like a notice. */
const doubtful = (f: Facts) =>
  f.answer === null ||
  f.answer.score >= SUSPICIOUS_SCORE ||
  f.stray !== null ||
  f.fingerprints.dns ||
  f.fingerprints.pages.size > 0

/**
 * Our own link. Nothing is ever called blocked while it is down: portals and outages look exactly like
 * interception and drops (docs/detection.md, what is no block and what one client can tell).
 */
export const LINK_RULES: readonly Rule[] = [
  {
    id: 'link.offline',
    when: (f) => f.link === 'offline' && doubtful(f),
    say: () => untested('offline'),
    source: 'docs/detection.md, what one client can tell, first row',
  },
  {
    // A portal answers plain HTTP in everybody's name, so even a healthy-looking page may be its own.
    id: 'link.portal',
    when: (f) => f.link === 'portal',
    say: () => untested('portal'),
    source: 'https://firefox-source-docs.mozilla.org/networking/captive_portals.html',
  },
  {
    // Cut off from the world: that this site fails is no news about this site.
    id: 'link.national-only',
    when: (f) => f.link === 'national-only' && doubtful(f),
    say: () => untested('national-only'),
    source: 'docs/detection.md, what one client can tell: Kazakhstan 7-9 January 2022, Iran 2019',
  },
]

/** Comes after DNS evidence, which does not depend on how good the line is. */
export const POOR_LINK_RULES: readonly Rule[] = [
  {
    // Half the references fail as well: one more silence proves nothing.
    id: 'link.too-poor-to-tell',
    when: (f) => f.link === 'degraded' && f.trouble?.kind === 'timeout',
    say: () => inconclusive(),
    source: 'Encore 2015: 5% false positives on bad links; docs/detection.md, small samples',
  },
  {
    // The time went to the redirects before: how long this one was silent nobody knows.
    id: 'link.slow-redirects',
    when: (f) =>
      f.trouble?.kind === 'timeout' &&
      f.trouble.page.hops.length >= MANY_REDIRECTS &&
      (f.patient === null || f.patient.byOurClock || f.patient.kind !== 'timeout'),
    say: () => inconclusive(),
    source: 'one limit for the whole chain, docs/architecture.md, layers',
  },
]
