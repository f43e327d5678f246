import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type HashPart, type HashWorker, openHasher } from './hasher.ts'

const part = (text: string) => new TextEncoder().encode(text)
const sumOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** Does what src/export/hash-worker.ts does, when it is told to. */
class FakeWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null
  onerror: (() => void) | null = null
  isEnded = false
  readonly inbox: (HashPart | null)[] = []
  readonly #hash = createHash('sha256')

  postMessage(part: HashPart | null) {
    this.inbox.push(part)
  }
  terminate() {
    this.isEnded = true
  }
  work() {
    const part = this.inbox.shift()
    if (part === undefined) return
    if (part) this.#hash.update(new Uint8Array(part.buffer, 0, part.bytes))
    this.onmessage?.({ data: part ? part.buffer : this.#hash.digest('hex') })
  }
}
const asWorker = (fake: FakeWorker) => fake as unknown as HashWorker

async function beside() {
  const worker = new FakeWorker()
  const opening = openHasher(() => asWorker(worker))
  worker.onmessage?.({ data: 'ready' })
  return { worker, hasher: await opening }
}

/** Whether it was done once everything else that is due was. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false
  const mark = () => {
    done = true
  }
  promise.then(mark, mark)
  for (let turns = 0; turns < 20; turns++) await null
  return done
}

describe('a hasher', () => {
  it('sums up in place where no worker can be made, or one that was made does not start', async () => {
    const dead = new FakeWorker()
    const none = openHasher(() => {
      throw new Error('no worker here')
    })
    const unstarted = openHasher(() => asWorker(dead))
    dead.onerror?.()
    for (const opening of [none, unstarted]) {
      const hasher = await opening
      await hasher.update(part('one '))
      await hasher.update(part('two'))
      expect(await hasher.digest()).toBe(sumOf('one two'))
    }
    expect(dead.isEnded).toBe(true)
    expect(dead.inbox).toEqual([])
  })

  it('gives the parts to its worker in order, and takes the sum from it', async () => {
    const { worker, hasher } = await beside()
    await hasher.update(part('one '))
    const second = hasher.update(part('two'))
    worker.work()
    await second
    const sum = hasher.digest()
    worker.work()
    worker.work()
    expect(await sum).toBe(sumOf('one two'))
    hasher.close()
    expect(worker.isEnded).toBe(true)
  })

  it('sends what is larger than its memory in pieces, and never takes more of it', async () => {
    const { worker, hasher } = await beside()
    const text = 'larger than the memory that goes to and fro. '.repeat(80_000)
    const buffers = new Set<ArrayBuffer>()
    const given = hasher.update(part(text))
    while (!(await isDone(given))) {
      for (const sent of worker.inbox) if (sent) buffers.add(sent.buffer)
      worker.work()
    }
    const sum = hasher.digest()
    while (!(await isDone(sum))) worker.work()
    expect(await sum).toBe(sumOf(text))
    expect(buffers.size).toBe(2)
  })

  it('makes whoever writes wait while the worker has two parts before it', async () => {
    const { worker, hasher } = await beside()
    expect(await isDone(hasher.update(part('1')))).toBe(true)
    const second = hasher.update(part('2'))
    expect(await isDone(second)).toBe(false)
    worker.work()
    expect(await isDone(second)).toBe(true)
  })

  it('fails when its worker does, instead of waiting for ever', async () => {
    const { worker, hasher } = await beside()
    await hasher.update(part('1'))
    const second = hasher.update(part('2'))
    worker.onerror?.()
    await expect(second).rejects.toMatchObject({ code: 'hash-failed' })
    await expect(hasher.digest()).rejects.toMatchObject({ code: 'hash-failed' })
  })
})
