import { describe, expect, it } from 'vitest'
import { originsOf } from './origins.ts'

describe('originsOf', () => {
  it.each([
    ['https://www.bbc.co.uk/news', '*://*.bbc.co.uk/*'],
    ['http://x.com/', '*://*.x.com/*'],
    ['https://rus.azattyq.org/', '*://*.azattyq.org/*'],
    ['https://alice.github.io/', '*://*.alice.github.io/*'],
    ['https://example.org:8443/', '*://*.example.org/*'],
    ['http://93.184.215.14/', '*://93.184.215.14/*'],
    ['http://[2606:4700::1111]/', '*://[2606:4700::1111]/*'],
  ])('%s needs %s', (url, origin) => {
    expect(originsOf([url])).toEqual([origin])
  })

  it('says each once, sorted, and leaves out what is no http(s) URL', () => {
    const urls = ['https://b.org/', 'https://www.a.org/', 'http://a.org/', 'ftp://c.org/', 'nonsense', '']
    expect(originsOf(urls)).toEqual(['*://*.a.org/*', '*://*.b.org/*'])
  })
})
