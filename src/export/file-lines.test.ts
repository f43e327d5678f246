import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linesOfFile } from './file-lines.ts'

async function read(chunks: readonly Uint8Array[], longest = 1_000): Promise<(string | null)[]> {
  const source = (async function* () {
    yield* chunks
  })()
  const lines: (string | null)[] = []
  for await (const batch of linesOfFile(source, longest)) lines.push(...batch.map(({ text }) => text))
  return lines
}
const cutAt = (bytes: Uint8Array, step: number) =>
  Array.from({ length: Math.ceil(bytes.length / step) }, (_, i) => bytes.slice(i * step, (i + 1) * step))
const line = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .map((text) => text.replaceAll(/[\r\n\uFEFF]/g, '.'))

describe('lines of a file', () => {
  it('are the same however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('\n', '\r\n'),
        async (lines, step, end) => {
          const bytes = new TextEncoder().encode(lines.map((text) => text + end).join(''))
          expect(await read(cutAt(bytes, step))).toEqual(lines)
        },
      ),
    )
  })

  it('take a last line without an end', async () => {
    expect(await read([new TextEncoder().encode('a\nb')])).toEqual(['a', 'b'])
    expect(await read([])).toEqual([])
  })

  it('tell of one that is too long without holding it, and go on behind it', async () => {
    const bytes = new TextEncoder().encode(`first\n${'x'.repeat(5_000)}\nlast\n`)
    for (const step of [1, 7, 999, 10_000]) {
      expect(await read(cutAt(bytes, step), 100)).toEqual(['first', null, 'last'])
    }
    expect(await read([new TextEncoder().encode('y'.repeat(500))], 100)).toEqual([null])
  })
})
