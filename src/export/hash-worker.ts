import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** ES2024, older than the oldest browser the manifest admits. */
type Movable = ArrayBuffer & { transfer(bytes: number): ArrayBuffer }

/**
 * Hashes what it is sent, in order, and says so after each part; null asks for the sum. One worker a file: it is ended
 * with it. See hasher.ts.
 */
const hash = sha256.create()
addEventListener('message', ({ data }: MessageEvent<Uint8Array<Movable> | null>) => {
  if (!data) return postMessage(bytesToHex(hash.digest()))
  hash.update(data)
  // Freed now, not when the collector comes.
  data.buffer.transfer(0)
  postMessage(null)
})
postMessage('ready')
