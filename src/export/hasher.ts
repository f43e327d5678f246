import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** The SHA-256 of bytes that come in parts. */
export interface Hasher {
  /** Takes the bytes: they may be gone from the caller afterwards. Resolves when there is room for a next part. */
  update(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Lower-case hexadecimal. */
  digest(): Promise<string>
  /** Ends it; also before its time. */
  close(): void
}

/** What of a Web Worker is used here. */
export type HashWorker = Pick<Worker, 'onmessage' | 'onerror' | 'postMessage' | 'terminate'>

/** Parts that the worker may have before it: this bounds the memory when it is slower than the reading. */
const MOST_WAITING = 2

/** A worker's script lies on the disk: one that says nothing for so long never will. */
const START_MS = 3_000

/**
 * WebCrypto hashes only what lies in memory as a whole (https://github.com/w3c/webcrypto/issues/73), and the hash takes
 * longer than all the rest of an export: so it is made in a worker, beside the reading. Where there is none, right here.
 */
export async function openHasher(make: () => HashWorker = makeWorker): Promise<Hasher> {
  let worker: HashWorker
  try {
    worker = make()
  } catch {
    return hashHere()
  }
  if (await starts(worker)) return hashBeside(worker)
  worker.terminate()
  return hashHere()
}

const makeWorker = (): HashWorker =>
  new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' })

function starts(worker: HashWorker): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), START_MS)
    const say = (isReady: boolean) => () => {
      clearTimeout(timer)
      resolve(isReady)
    }
    worker.onmessage = say(true)
    worker.onerror = say(false)
  })
}

function hashHere(): Hasher {
  const hash = sha256.create()
  return {
    async update(bytes) {
      hash.update(bytes)
    },
    digest: async () => bytesToHex(hash.digest()),
    close() {},
  }
}

function hashBeside(worker: HashWorker): Hasher {
  let waiting = 0
  let failure: Error | null = null
  let sum: string | null = null
  /** At most one caller waits, for room or for the sum. */
  let wake = () => {}
  worker.onmessage = ({ data }) => {
    waiting--
    if (typeof data === 'string') sum = data
    wake()
  }
  worker.onerror = () => {
    failure = Object.assign(new Error('The hashing worker failed'), { code: 'hash-failed' })
    wake()
  }
  const until = async (isSo: () => boolean) => {
    while (!isSo()) {
      if (failure) throw failure
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  const post = (bytes: Uint8Array<ArrayBuffer> | null) => {
    waiting++
    // Handed over, not copied: copies pile up until the collector comes, some 64 MB later.
    worker.postMessage(bytes, bytes ? [bytes.buffer] : [])
  }
  return {
    async update(bytes) {
      post(bytes)
      await until(() => waiting < MOST_WAITING)
    },
    async digest() {
      post(null)
      await until(() => sum !== null)
      return sum ?? ''
    },
    close: () => worker.terminate(),
  }
}
