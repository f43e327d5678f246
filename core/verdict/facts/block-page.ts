import type { ResponseSeen } from '../../model/observation.ts'
import { sameSite } from '../../net/site.ts'
import { blockWords } from './block-words.ts'

/** A notice fits in this many bytes even with its pictures inlined. */
const NOTICE_BYTES = 64 * 1024
/** An article about blocking is longer than this. */
const ARTICLE_BYTES = 8 * 1024

/** From here on worth a second look; from BLOCK_PAGE_SCORE on called a block page. */
export const SUSPICIOUS_SCORE = 2
export const BLOCK_PAGE_SCORE = 3

/**
 * How much an answer that nothing authenticates looks like a censor's notice instead of the site asked for.
 * Structural: what it says, how small it is, whether it knows its own site. No fingerprint list (the public
 * ones have no Kazakh row: OONI, October 2024).
 *
 * @param asked the URL whose page was wanted; a page reached by leaving that site is judged against it.
 */
export function blockPageScore(response: ResponseSeen, asked: string): number {
  const words = blockWords(response.title, response.text)
  const small = !response.truncated && response.bytes <= NOTICE_BYTES
  const ownLinks = response.linkHosts.some((host) => sameSite(host, asked))
  const says = words.blocking ? 2 : words.denied && response.status < 400 ? 2 : 0
  // 451 means "for legal reasons" (RFC 7725): sites send it about themselves too, so alone it proves nothing.
  const status = response.status === 451 ? 1 : 0
  const about = says > 0 ? Number(words.authority) + Number(small && !ownLinks) : 0
  // An article about blocking links to its own site and is long.
  const article = ownLinks && response.bytes > ARTICLE_BYTES ? 2 : 0
  return Math.max(0, says + status + about - article)
}
