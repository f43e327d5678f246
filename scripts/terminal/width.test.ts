import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cell, clean, columnsOf, isolate } from './width.ts'

describe('columnsOf', () => {
  it('counts wide characters twice and marks not at all', () => {
    expect(columnsOf('abc')).toBe(3)
    expect(columnsOf('Қазақ')).toBe(5)
    expect(columnsOf('新聞')).toBe(4)
    expect(columnsOf('e\u0301')).toBe(1)
    expect(columnsOf('👍')).toBe(2)
  })
})

describe('clean', () => {
  it('takes escape sequences, line breaks and direction overrides out', () => {
    expect(clean('a\u001b[31mb\nc\u202egnp.exe')).toBe('a\ufffd[31mb\ufffdc\ufffdgnp.exe')
  })
})

describe('cell', () => {
  it('fills and aligns', () => {
    expect(cell('ab', 4)).toBe('ab  ')
    expect(cell('ab', 4, 'end')).toBe('  ab')
  })

  it('never cuts a wide character in half', () => {
    expect(cell('新聞紙', 4)).toBe('新… ')
  })

  it('keeps right-to-left text in its own cell', () => {
    expect(cell('شبكة', 6)).toBe('\u2068شبكة\u2069  ')
    expect(isolate('plain')).toBe('plain')
  })

  it('always takes exactly the width asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 40 }), (text, width) => {
        expect(columnsOf(cell(clean(text), width))).toBe(width)
      }),
    )
  })
})
