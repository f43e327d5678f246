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
 * Writes lines as UTF-8, a batch at a time, and hashes them on the way. The next batch is made while the one before is
 * written and hashed; nothing else is kept, so memory stays what a few batches take, however long the file.
 */
export async function writeLines(
  batches: AsyncIterable<readonly string[]>,
  sink: Sink,
  { signal, onProgress, lineEnd = '\n' }: Writing,
): Promise<Written> {
  // Here and not in a worker: what is handed to one piles up there to the size of the whole file (Chromium 156).
  const hash = sha256.create()
  const encoder = new TextEncoder()
  let bytes = 0
  let lines = 0
  let before = Promise.resolve()
  const passOn = async (encoded: Uint8Array<ArrayBuffer>) => {
    bytes += encoded.length
    await sink.write(encoded)
    hash.update(encoded)
  }
  try {
    for await (const batch of batches) {
      signal.throwIfAborted()
      if (batch.length === 0) continue
      const encoded = encoder.encode(batch.join(lineEnd) + lineEnd)
      await before
      before = passOn(encoded)
      // It is awaited above or below; until then its failure is nobody's.
      before.catch(() => {})
      lines += batch.length
      onProgress?.(lines)
    }
    await before
    signal.throwIfAborted()
    return { bytes, sha256: bytesToHex(hash.digest()), lines }
  } finally {
    // Whoever puts the file away must not meet a write that is still under way.
    await before.catch(() => {})
  }
}
