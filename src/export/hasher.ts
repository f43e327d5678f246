import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** The SHA-256 of bytes that come in parts. */
export interface Hasher {
  /** Takes a copy of the bytes. Resolves when there is room for a next part. */
  update(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Lower-case hexadecimal. */
  digest(): Promise<string>
  /** Ends it; also before its time. */
  close(): void
}

/** What of a Web Worker is used here. */
export type HashWorker = Pick<Worker, 'onmessage' | 'onerror' | 'postMessage' | 'terminate'>

/** What the worker is sent: the first `bytes` of the buffer. It sends the buffer back. */
export interface HashPart {
  buffer: ArrayBuffer
  bytes: number
}

/**
 * The memory that goes to and fro. New memory for each part piles up to the size of the whole file: the worker's
 * collector does not see what it was handed (2.6 GB for a million looks in Chromium 156; now a few megabytes).
 */
const PARTS = 2
const PART_BYTES = 1 << 20

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
  const free = Array.from({ length: PARTS }, () => new ArrayBuffer(PART_BYTES))
  let failure: Error | null = null
  let sum: string | null = null
  /** At most one caller waits, for room or for the sum. */
  let wake = () => {}
  worker.onmessage = ({ data }) => {
    if (typeof data === 'string') sum = data
    else free.push(data)
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
  return {
    async update(bytes) {
      for (let from = 0; from < bytes.length; from += PART_BYTES) {
        const buffer = free.pop()
        if (!buffer) throw new Error('The hasher was not waited for')
        const piece = bytes.subarray(from, from + PART_BYTES)
        new Uint8Array(buffer).set(piece)
        worker.postMessage({ buffer, bytes: piece.length } satisfies HashPart, [buffer])
        await until(() => free.length > 0)
      }
    },
    async digest() {
      worker.postMessage(null)
      await until(() => sum !== null)
      return sum ?? ''
    },
    close: () => worker.terminate(),
  }
}
