/** What came of a response body before the end, the cap or the deadline. */
export interface BodyRead {
  bytes: Uint8Array<ArrayBuffer>
  /** The cap or the deadline cut it: `bytes` is a prefix. */
  truncated: boolean
  /** The stream broke (reset in the middle, bad encoding, our own abort). */
  broken: boolean
  /** performance.now() of the first and the last chunk; null when none came. */
  firstByteAt: number | null
  lastByteAt: number | null
}

/** Reads at most `cap` decoded bytes and never throws: what was read before a break is evidence. */
export async function readBody(body: ReadableStream<Uint8Array> | null, cap: number): Promise<BodyRead> {
  const chunks: Uint8Array[] = []
  let size = 0
  let truncated = false
  let broken = false
  let firstByteAt: number | null = null
  let lastByteAt: number | null = null
  const reader = body?.getReader()
  try {
    while (reader) {
      const { done, value } = await reader.read()
      if (done) break
      lastByteAt = performance.now()
      firstByteAt ??= lastByteAt
      const room = cap - size
      chunks.push(value.byteLength > room ? value.subarray(0, room) : value)
      size += Math.min(value.byteLength, room)
      if (value.byteLength >= room) {
        truncated = true
        break
      }
    }
  } catch {
    broken = true
    truncated = true
  }
  // Without this an endless body would go on arriving after the cap.
  reader?.cancel().catch(() => {})
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return { bytes, truncated, broken, firstByteAt, lastByteAt }
}

export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (b) => b.toString(16).padStart(2, '0')).join('')
}
