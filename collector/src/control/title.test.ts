import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TitleFinder } from './title.ts'

function titleOf(...pieces: (string | Uint8Array)[]): string {
  const finder = new TitleFinder()
  for (const piece of pieces) finder.push(Buffer.from(piece))
  return finder.found
}

describe('the title', () => {
  it.each([
    ['<title>plain</title>', 'plain'],
    ['<TITLE>case</Title>', 'case'],
    ['<title> spaces \n kept </title>', ' spaces \n kept '],
    ['<title>первый</title><title>второй</title>', 'первый'],
    ['<title></title><title>after an empty one</title>', 'after an empty one'],
    ['<title lang="en">attributes</title>', ''],
    ['<title>tags <b>within</b></title>', ''],
    [`<title>${'x'.repeat(512)}</title>`, 'x'.repeat(512)],
    [`<title>${'x'.repeat(513)}</title>`, ''],
    [`<title>${'я'.repeat(512)}</title>`, 'я'.repeat(512)],
    [`<title>${'я'.repeat(513)}</title>`, ''],
    [`<title>${'😀'.repeat(512)}</title>`, '😀'.repeat(512)],
    ['no title', ''],
    ['<title>never closed', ''],
  ])('of %s', (text, title) => {
    expect(titleOf(text)).toBe(title)
  })

  it('is the same however the page is cut into pieces', () => {
    const page = fc
      .tuple(
        fc.string({ maxLength: 3000 }),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
        fc.string(),
      )
      .map(([before, title, after]) => `${before}<title>${title.replaceAll('<', '')}</title>${after}`)
    fc.assert(
      fc.property(page, fc.array(fc.nat(4000), { maxLength: 12 }), (text, cuts) => {
        const bytes = Buffer.from(text)
        const places = [
          0,
          ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
          bytes.length,
        ]
        const pieces = places.slice(1).map((end, i) => bytes.subarray(places[i], end))
        expect(titleOf(...pieces)).toBe(titleOf(bytes))
      }),
    )
  })
})
