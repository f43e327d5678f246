import { siteOf } from '../../net/site.ts'
import type { Answer } from './answer.ts'

/** Titles compare by their words of five letters and more, as OONI does: counters and dates change, names do not. */
const longWords = (title: string | null) =>
  new Set((title ?? '').toLowerCase().match(/[\p{L}\p{N}]{5,}/gu) ?? [])

/** The titles have a word of five letters or more in common. */
export const shareLongWord = (a: string, b: string): boolean => {
  const second = longWords(b)
  return [...longWords(a)].some((word) => second.has(word))
}

const sameTitle = (a: string | null, b: string | null): boolean => {
  const [first, second] = [longWords(a), longWords(b)]
  if (first.size === 0 && second.size === 0) return (a ?? '').trim() === (b ?? '').trim()
  return [...first].some((word) => second.has(word))
}

/** The plain page and the one under the site's certificate are one page. */
export function sameAnswer(plain: Answer, secure: Answer): boolean {
  const [a, b] = [plain.response, secure.response]
  if (a.sha256 !== null && a.sha256 === b.sha256) return true
  return a.status === b.status && sameTitle(a.title, b.title) && siteOf(a.url) === siteOf(b.url)
}

/** The site's own page is healthy and another one. */
export function saysOtherwise(plain: Answer, secure: Answer): boolean {
  return secure.response.status < 400 && !sameAnswer(plain, secure)
}

/** Under its own certificate the site leads somewhere else than where the plain redirect pointed. */
export function leadsElsewhere(to: string, secure: Answer): boolean {
  const wanted = siteOf(to)
  const led = [secure.response.url, ...secure.page.hops.map((h) => h.url)]
  return secure.response.status < 400 && !led.some((url) => siteOf(url) === wanted)
}
