import { describe, expect, it } from 'vitest'
import { WEB_PORTS } from '../control/askable-url.ts'
import { readPublicList } from './public-list.ts'

const read = (text: string) => readPublicList(text, WEB_PORTS)

describe('a public list', () => {
  it('has one URL a line, each once', () => {
    const text = '# ours\n\nhttps://a.example/\r\n  http://b.example/x  \nhttps://a.example\n'
    expect(read(text)).toEqual({ urls: ['https://a.example/', 'http://b.example/x'], skipped: [] })
  })

  it('may be in the form of the test lists', () => {
    const text =
      '\uFEFFurl,category_code,category_description,date_added,source,notes\nhttps://a.example/,NEWS,"News, media",2024-01-01,x,\n"https://b.example/?a=1,2",HUMR,,,,\n'
    expect(read(text).urls).toEqual(['https://a.example/', 'https://b.example/?a=1,2'])
  })

  it('what is never looked at is skipped, and said', () => {
    expect(read('https://a.example/\nhttps://a.example:22/\nhttp://10.0.0.1/\nhttp://x.onion/')).toEqual({
      urls: ['https://a.example/'],
      skipped: [
        'line 2: https://a.example:22/: port 22 is none of 80, 443, 8080, 8443',
        'line 3: http://10.0.0.1/: not a public address',
        'line 4: http://x.onion/: not a public name (local-name)',
      ],
    })
  })

  it.each([
    ['{"urls": []}', 'line 1 is not a URL'],
    ['https://a.example/\na.example', 'line 2 is not a URL: a.example'],
    ['', 'no URL'],
    ['# nothing', 'no URL'],
    ['http://127.0.0.1/', 'no URL'],
    [Array.from({ length: 10_001 }, (_, n) => `https://a.example/${n}`).join('\n'), 'at most 10000'],
  ])('%.30j is none', (text, complaint) => {
    expect(() => read(text)).toThrow(complaint)
  })
})
