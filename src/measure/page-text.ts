import { LIMITS } from './limits.ts'

export interface PageText {
  title: string | null
  text: string
  linkHosts: string[]
}

/** In the encoding that the header or the page itself names. */
export const decodeText = (bytes: Uint8Array, contentType: string): string => {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2048))
  const label = /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? /charset=["']?([\w-]+)/i.exec(head)?.[1]
  try {
    return new TextDecoder(label ?? 'utf-8').decode(bytes)
  } catch {
    return new TextDecoder('utf-8').decode(bytes)
  }
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

const unescapeEntities = (s: string): string =>
  s.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi, (whole, dec, hex, name) => {
    if (name) return ENTITIES[name.toLowerCase()] ?? whole
    const code = dec ? Number(dec) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })

const fold = (s: string): string => unescapeEntities(s).replace(/\s+/g, ' ').trim()

/** Cuts the elements whose content nobody sees; one forward pass, since a lazy pattern would be quadratic. */
const dropHidden = (html: string): string => {
  const lower = html.toLowerCase()
  let out = ''
  let at = 0
  for (const opening of lower.matchAll(/<(script|style|noscript|title|template)\b/g)) {
    if (opening.index < at) continue
    out += html.slice(at, opening.index)
    const end = lower.indexOf(`</${opening[1]}`, opening.index)
    if (end < 0) return out
    at = end
  }
  return out + html.slice(at)
}

/**
 * The title, the first visible words and the linked hosts of a page, as plain text: a fetched page is never
 * rendered. Every pattern is linear in its input, for a hostile server chooses it.
 */
export function readPageText(bytes: Uint8Array, contentType: string, base: string): PageText {
  if (bytes.byteLength === 0 || (contentType && !/text|html|xml|json/i.test(contentType))) {
    return { title: null, text: '', linkHosts: [] }
  }
  const html = decodeText(bytes, contentType)
  const title = /<title[^>]{0,200}>([^<]{1,512})/i.exec(html)?.[1]
  const visible = dropHidden(html).replace(/<[^<>]{0,4000}>/g, ' ')
  const hosts = new Set<string>()
  for (const match of html.matchAll(/\b(?:href|src|action)\s{0,9}=\s{0,9}["']?([^"'\s>]{1,500})/gi)) {
    if (hosts.size >= LIMITS.linkHosts) break
    try {
      const url = new URL(match[1] ?? '', base)
      if (/^https?:$/.test(url.protocol)) hosts.add(url.hostname)
    } catch {
      // Not a link anyone could follow.
    }
  }
  return {
    title: title ? fold(title).slice(0, 300) || null : null,
    text: fold(visible.slice(0, 20_000)).slice(0, LIMITS.textChars),
    linkHosts: [...hosts],
  }
}
