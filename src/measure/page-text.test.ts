import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPageText } from './page-text.ts'

const bytes = (s: string) => new TextEncoder().encode(s)
const read = (html: string, type = 'text/html; charset=utf-8') =>
  readPageText(bytes(html), type, 'https://a.test/x/')

describe('readPageText', () => {
  it('finds title, visible words and linked hosts', () => {
    const page = read(`<html><head><TITLE lang=ru>Доступ
      ограничен &amp; закрыт</TITLE><script>var hidden = "<b>no</b>"</script><style>p{}</style></head>
      <body><p>По решению&nbsp;суда</p><a href="https://operator.test/law">x</a><img src=/logo.png></body>`)
    expect(page.title).toBe('Доступ ограничен & закрыт')
    expect(page.text).toBe('По решению суда x')
    expect(page.linkHosts).toEqual(['operator.test', 'a.test'])
  })

  it('honours the page’s charset', () => {
    const windows1251 = new Uint8Array([...bytes('<title>'), 0xc1, 0xeb, 0xee, 0xea, ...bytes('</title>')])
    expect(readPageText(windows1251, 'text/html; charset=windows-1251', 'http://a.test/').title).toBe('Блок')
    expect(readPageText(windows1251, 'text/html; charset=nonsense', 'http://a.test/').title).not.toBeNull()
  })

  it('does not read what is not text', () => {
    expect(read('<title>x</title>', 'image/png')).toEqual({ title: null, text: '', linkHosts: [] })
  })

  it.each([
    ['unclosed scripts', '<script '.repeat(32_000)],
    ['open angles', '<'.repeat(256_000)],
    ['titles', '<title '.repeat(36_000)],
    ['links', 'href='.repeat(50_000)],
    ['entities', '&#x'.repeat(80_000)],
    ['spaces', `<a href${' '.repeat(250_000)}`],
  ])('is linear on hostile %s', (_, html) => {
    // A quadratic pattern would outlive the runner's time-out by far.
    expect(read(html).text.length).toBeLessThanOrEqual(600)
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.string(), (b, type) => {
        const page = readPageText(b, `text/html; ${type}`, 'http://a.test/')
        expect(page.text.length).toBeLessThanOrEqual(600)
      }),
    )
  })
})
