import { describe, expect, it } from 'vitest'
import { FILE_BYTES, readFingerprintFile } from './read-file.ts'

const HEAD =
  'name,scope,other_names,location_found,pattern_type,pattern,confidence_no_fp,expected_countries,source,exp_url,notes'
const file = (...rows: string[]) => [HEAD, ...rows].join('\n')
const good = 'x.one,nat,,body,contains,This page is blocked,5,KZ,own,,'
const code = (text: string) => {
  try {
    readFingerprintFile(text)
    return 'read'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('readFingerprintFile', () => {
  it('reads rows, several countries and quoted patterns too', () => {
    const read = readFingerprintFile(
      file(good, 'x.two,isp,y.two,header.location,prefix,"http://a.example/?a=""1"",2",5,"AE,SA",own,,'),
    )
    expect(read).toEqual({
      kind: 'http',
      skipped: 0,
      rows: [
        {
          name: 'x.one',
          scope: 'nat',
          location: 'body',
          how: 'contains',
          pattern: 'This page is blocked',
          countries: ['KZ'],
        },
        {
          name: 'x.two',
          scope: 'isp',
          location: 'header.location',
          how: 'prefix',
          pattern: 'http://a.example/?a="1",2',
          countries: ['AE', 'SA'],
        },
      ],
    })
  })

  it('knows the file of addresses by its rows', () => {
    const read = readFingerprintFile(file('x.dns,isp,,dns,full,0::1,5,,own,,'))
    expect(read).toMatchObject({ kind: 'dns', rows: [{ location: 'dns', how: 'full', countries: [] }] })
  })

  it.each([
    ['a regular expression', 'x,nat,,body,regexp,(a+)+$,5,KZ,own,,'],
    ['an unknown scope', 'x,galaxy,,body,contains,long enough,5,KZ,own,,'],
    ['an unknown place', 'x,nat,,trailer,contains,long enough,5,KZ,own,,'],
    ['no pattern', 'x,nat,,body,contains,,5,KZ,own,,'],
    ['a pattern that half of all pages have', 'x,nat,,body,contains,<p>,5,KZ,own,,'],
    ['an endless pattern', `x,nat,,body,contains,${'y'.repeat(5_000)},5,KZ,own,,`],
    ['a country that is none', 'x,nat,,body,contains,long enough,5,Kazakhstan,own,,'],
    ['half a row', 'x,nat,,body'],
  ])('leaves out and counts %s', (_name, row) => {
    expect(readFingerprintFile(file(good, row))).toMatchObject({ rows: [{ name: 'x.one' }], skipped: 1 })
  })

  it.each([
    ['too large', `${file(good)}${' '.repeat(FILE_BYTES)}`, 'fingerprints-too-large'],
    ['too many rows', file(...Array.from({ length: 20_001 }, () => good)), 'fingerprints-too-large'],
    ['not a table', file('"never closed'), 'fingerprints-not-csv'],
    ['a page instead of the file', '<!DOCTYPE html><html lang=en>', 'fingerprints-columns'],
    ['nothing', '', 'fingerprints-columns'],
    ['another table', 'url,category_code\nhttps://a.example/,NEWS', 'fingerprints-columns'],
    ['no usable row', file('x,nat,,body,regexp,a.*b,5,KZ,own,,'), 'fingerprints-empty'],
  ])('refuses %s', (_name, text, expected) => {
    expect(code(text)).toBe(expected)
  })

  it('finds the columns wherever they stand', () => {
    const text =
      'pattern,pattern_type,location_found,expected_countries,scope,name\nlong enough,full,body,KG,fp,z'
    expect(readFingerprintFile(text).rows).toMatchObject([{ name: 'z', scope: 'fp', countries: ['KG'] }])
  })
})
