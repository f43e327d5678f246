import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** Where bytes go, in order: a file, a blob, a test's array. A slow one slows the reading down. */
export interface Sink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>
}

export interface Written {
  bytes: number
  sha256: string
  lines: number
}

export interface Writing {
  signal: AbortSignal
  onProgress?: (lines: number) => void
  lineEnd?: '\n' | '\r\n'
}

/**
 * Writes lines as UTF-8, a batch at a time, and hashes them on the way: nothing is kept, so memory stays what one batch
 * takes. WebCrypto only hashes what lies in memory as a whole (https://github.com/w3c/webcrypto/issues/73).
 */
export async function writeLines(
  batches: AsyncIterable<readonly string[]>,
  sink: Sink,
  { signal, onProgress, lineEnd = '\n' }: Writing,
): Promise<Written> {
  const hash = sha256.create()
  const encoder = new TextEncoder()
  let bytes = 0
  let lines = 0
  for await (const batch of batches) {
    signal.throwIfAborted()
    if (batch.length === 0) continue
    const encoded = encoder.encode(batch.join(lineEnd) + lineEnd)
    hash.update(encoded)
    await sink.write(encoded)
    bytes += encoded.length
    lines += batch.length
    onProgress?.(lines)
  }
  signal.throwIfAborted()
  return { bytes, sha256: bytesToHex(hash.digest()), lines }
}
