import type { Hop, PageObservation, ResponseSeen } from '../../model/observation.ts'
import { isBogon, normaliseAddress } from '../../net/address.ts'
import { sameSite } from '../../net/site.ts'
import { hostOf, isBareAddressUrl, sameUrl, schemeOf } from '../../net/url.ts'
import { blockPageScore } from './block-page.ts'

/** A redirect made on a connection nothing protects that leads off the site: a censor's way, and sites' too. */
export interface Stray {
  from: Hop
  to: string
  /** It leads to a bare address, which sites hardly ever do and censors do. */
  toAddress: boolean
}

export interface Answer {
  page: PageObservation
  response: ResponseSeen
  /** Under a certificate the browser trusts and without leaving the site over plain HTTP: the site itself. */
  authentic: boolean
  /** On a connection opened for this look. */
  fresh: boolean
  /** Block-page score; 0 when nobody could have put it there. */
  score: number
  /** The plain-HTTP URL that was answered by whatever this is; null when authentic. */
  plainUrl: string | null
  /** Normalised address that gave the unprotected answer, where shown. */
  plainIp: string | null
}

/** The same URL asked over HTTPS, when it was. */
export function twinOf(url: string, pages: readonly PageObservation[]): PageObservation | null {
  const secure = url.replace(/^http:/, 'https:')
  return pages.findLast((p) => p.role === 'over-https' && sameUrl(p.url, secure)) ?? null
}

/** Under its certificate the site sends us to the same place, so the plain redirect was its own. */
function vouchedFor(to: string, twin: PageObservation | null): boolean {
  return (twin?.hops ?? []).some(
    (h) => schemeOf(h.url) === 'https' && h.location !== null && sameSite(h.location, to),
  )
}

/** The first plain redirect off the site that the site's own https does not make as well. */
export function strayOf(page: PageObservation, pages: readonly PageObservation[]): Stray | null {
  for (const hop of page.hops) {
    if (hop.internal || hop.location === null || schemeOf(hop.url) !== 'http') continue
    const toAddress = isBareAddressUrl(hop.location) && !isBareAddressUrl(hop.url)
    if (!toAddress && sameSite(hop.url, hop.location)) continue
    if (!vouchedFor(hop.location, twinOf(hop.url, pages))) return { from: hop, to: hop.location, toAddress }
  }
  return null
}

/**
 * It came from the network, on a connection opened for this name. One kept open since an earlier look at the same
 * name still counts (with the warning `reused-connection`); another name's does not.
 */
const isFresh = (response: ResponseSeen): boolean => !response.fromCache && !response.coalesced

/** What a complete answer amounts to; null when there was none. */
export function answerOf(page: PageObservation, pages: readonly PageObservation[]): Answer | null {
  const { response } = page
  if (!response || page.failure) return null
  const stray = strayOf(page, pages)
  const secure = schemeOf(response.url) === 'https'
  const authentic = secure && stray === null
  const plainUrl = stray ? stray.from.url : secure ? null : response.url
  const ip = stray ? stray.from.ip : response.ip
  return {
    page,
    response,
    authentic,
    fresh: isFresh(response),
    score: authentic ? 0 : blockPageScore(response, stray ? stray.from.url : page.url),
    plainUrl,
    plainIp: plainUrl !== null && ip !== null ? normaliseAddress(ip) : null,
  }
}

/** What `http://host/` itself answered in any look, redirects to https included: it shows where the name leads. */
export interface PlainSight {
  ip: string | null
  bogon: boolean
  /** It sent us to https on its own site, as sites do and block pages do not. */
  genuine: boolean
  score: number
}

export function plainSight(pages: readonly PageObservation[], host: string): PlainSight | null {
  for (const page of pages) {
    const hop = page.hops.find((h) => !h.internal && schemeOf(h.url) === 'http' && hostOf(h.url) === host)
    if (!hop) continue
    const toHttps =
      hop.location !== null && schemeOf(hop.location) === 'https' && sameSite(hop.url, hop.location)
    return {
      ip: hop.ip === null ? null : normaliseAddress(hop.ip),
      bogon: hop.ip !== null && isBogon(hop.ip),
      genuine: toHttps,
      score: page.response && !toHttps ? blockPageScore(page.response, hop.url) : 0,
    }
  }
  return null
}
