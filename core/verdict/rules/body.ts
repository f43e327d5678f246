import { schemeOf } from '../../net/url.ts'
import type { Facts } from '../facts/facts.ts'
import { isEarlyStall } from '../facts/looks.ts'
import { FREEZE_QUIET_MS } from '../facts/pace.ts'
import { blocked, inconclusive, type Rule, reachable } from '../rule.ts'

/** Nothing came for seconds: a slow line trickles. Old recordings do not tell. */
const froze = (f: Facts) => (f.quietMs ?? FREEZE_QUIET_MS) >= FREEZE_QUIET_MS
/** Somebody outside got what did not come here. */
const longerOutside = (f: Facts) =>
  f.control?.up === true && (f.control.bodyLength ?? 0) > 1.2 * (f.trouble?.page.bytes ?? 0)

/** It began to answer and did not end well. */
export const BODY_RULES: readonly Rule[] = [
  {
    // The "16 kB curtain": the connection freezes after 10-25 kB, again and again, without a reset.
    id: 'body.freezes-early',
    when: (f) =>
      f.trouble?.code === 'http.response.stalled' &&
      froze(f) &&
      f.repeated &&
      f.link === 'online' &&
      isEarlyStall(f.trouble.page),
    say: (f) => blocked(f, 'freeze', { isolated: longerOutside(f), up: true }),
    source: 'https://blog.cloudflare.com/russian-internet-users-are-unable-to-access-the-open-internet/',
  },
  {
    id: 'body.broken-off',
    when: (f) => f.trouble?.kind === 'body',
    say: () => inconclusive(),
    source: 'OONI throttlingWithHTTP: not told from a bad line by one look',
  },
  {
    // We send no cookies, and sites that insist on them go round in circles. Under TLS it was the site.
    id: 'http.redirect-loop',
    when: (f) => f.trouble?.kind === 'redirect-loop' && schemeOf(f.trouble.url) === 'https',
    say: reachable,
    source: 'OONI redirectWithMoreThanTenRedirectsAndHTTPS',
  },
]

/** Always last: there is exactly one verdict. */
export const FALLBACK_RULES: readonly Rule[] = [
  {
    id: 'fallback.unexplained',
    when: () => true,
    say: () => inconclusive(),
    source: 'we say "consistent with", never more than one browser can know',
  },
]
