import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCsv } from './csv.ts'

describe('parseCsv', () => {
  it.each<[string, string, string[][]]>([
    ['nothing', '', []],
    ['one row without an end', 'a,b', [['a', 'b']]],
    ['lines ended in any way', 'a\r\nb\nc\rd', [['a'], ['b'], ['c'], ['d']]],
    [
      'empty fields',
      ',a,\n,,',
      [
        ['', 'a', ''],
        ['', '', ''],
      ],
    ],
    ['quotes, commas and lines inside quotes', '"a ""b"", c\nd",e\n', [['a "b", c\nd', 'e']]],
    ['a byte order mark', '\uFEFFname\nx', [['name'], ['x']]],
    ['blank lines', 'a\n\n\nb\n', [['a'], ['b']]],
    ['an empty quoted field', '"",a', [['', 'a']]],
  ])('%s', (_name, text, rows) => {
    expect(parseCsv(text)).toEqual(rows)
  })

  it.each([
    ['a quote that never closes', 'a,"b'],
    ['a quote inside a field', 'a"b,c'],
    ['text after a closing quote', '"a"b,c'],
  ])('refuses %s', (_name, text) => {
    expect(() => parseCsv(text)).toThrow(SyntaxError)
  })

  it('reads back any table that was written by the standard', () => {
    const table = fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 5 }), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, eol) => {
        const text = rows.map((row) => row.map((f) => `"${f.replaceAll('"', '""')}"`).join(',')).join(eol)
        expect(parseCsv(text)).toEqual(rows)
      }),
    )
  })
})
