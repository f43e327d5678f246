import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeLines } from './write-lines.ts'

async function* from<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
const signal = new AbortController().signal

describe('writing lines', () => {
  it('counts and hashes the very bytes that it writes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.string({ unit: 'grapheme' }))), async (batches) => {
        const parts: Uint8Array[] = []
        const sink = { write: async (bytes: Uint8Array) => void parts.push(bytes) }
        const written = await writeLines(from(batches), sink, { signal, lineEnd: '\r\n' })
        const all = Buffer.concat(parts)
        expect(all.toString('utf8')).toBe(
          batches
            .flat()
            .map((line) => `${line}\r\n`)
            .join(''),
        )
        const sha256 = createHash('sha256').update(all).digest('hex')
        expect(written).toEqual({ bytes: all.length, sha256, lines: batches.flat().length })
      }),
    )
  })

  it('holds no second batch while the first is not written', async () => {
    let read = 0
    let written = 0
    const batches = async function* () {
      for (; read < 5; read++) yield [String(read)]
    }
    const sink = {
      async write() {
        await null
        expect(read - written).toBeLessThanOrEqual(1)
        written++
      },
    }
    await writeLines(batches(), sink, { signal })
    expect(written).toBe(5)
  })

  it('writes nothing more once a write has failed, and says why', async () => {
    let writes = 0
    const full = {
      async write() {
        if (++writes === 2) throw new DOMException('no room', 'QuotaExceededError')
      },
    }
    const batches = from([['1'], ['2'], ['3'], ['4']])
    await expect(writeLines(batches, full, { signal })).rejects.toMatchObject({ name: 'QuotaExceededError' })
    expect(writes).toBe(2)
  })

  it('stops when told to, and closes what it reads from', async () => {
    const stop = new AbortController()
    let isClosed = false
    const endless = async function* () {
      try {
        for (;;) yield ['line']
      } finally {
        isClosed = true
      }
    }
    const writing = writeLines(
      endless(),
      { write: async () => {} },
      {
        signal: stop.signal,
        onProgress: (lines) => lines === 3 && stop.abort(),
      },
    )
    await expect(writing).rejects.toThrow('abort')
    expect(isClosed).toBe(true)
  })
})
