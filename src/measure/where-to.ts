import type { RequestTrace } from './request-log.ts'

/** Where a redirect that was not followed leads; null when it does not say. */
export function whereTo({ headers }: Pick<RequestTrace, 'headers'>): string | null {
  const last = headers.at(-1)
  const location = last?.headers.find(([name]) => name === 'location')?.[1]
  if (!last || !location) return null
  const to = URL.canParse(inUtf8(location), last.url) ? new URL(inUtf8(location), last.url) : null
  if (!to) return null
  // fetch() refuses a URL with a name and a password; nothing of ours would log in anyway.
  to.username = ''
  to.password = ''
  to.hash = ''
  return to.href
}

/** Header values are shown byte by byte (ByteString), and servers write paths of all scripts in UTF-8. */
function inUtf8(bytes: string): string {
  const codes = [...bytes].map((char) => char.charCodeAt(0))
  if (codes.every((code) => code < 0x80) || codes.some((code) => code > 0xff)) return bytes
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(codes))
  } catch {
    return bytes
  }
}
