import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { HashPart } from './hasher.ts'

/**
 * Hashes what it is sent, in order, and gives the memory of each part back; null asks for the sum. One worker a file: it
 * is ended with it. See hasher.ts.
 */
const hash = sha256.create()
addEventListener('message', ({ data }: MessageEvent<HashPart | null>) => {
  if (!data) return postMessage(bytesToHex(hash.digest()))
  hash.update(new Uint8Array(data.buffer, 0, data.bytes))
  postMessage(data.buffer, { transfer: [data.buffer] })
})
postMessage('ready')
