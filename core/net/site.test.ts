import { describe, expect, it } from 'vitest'
import { sameSite, siteOf } from './site.ts'

describe('siteOf', () => {
  it.each([
    ['https://www.bbc.co.uk/news', 'bbc.co.uk'],
    ['news.example', 'news.example'],
    ['WWW.News.Example', 'news.example'],
    ['https://a.github.io/', 'a.github.io'],
    ['http://10.10.34.34/', '10.10.34.34'],
    ['https://[2606:4700::1111]/', '2606:4700::1111'],
    ['https://www.egov.kz/', 'egov.kz'],
    ['localhost', 'localhost'],
    ['not a url', 'not a url'],
  ])('%s -> %s', (input, site) => expect(siteOf(input)).toBe(site))
})

describe('sameSite', () => {
  it('joins hosts of one owner and parts others', () => {
    expect(sameSite('https://www.news.example/a', 'cdn.news.example')).toBe(true)
    expect(sameSite('https://news.example/', 'https://notice.operator.example/')).toBe(false)
    expect(sameSite('https://a.github.io/', 'https://b.github.io/')).toBe(false)
    expect(sameSite('nonsense://', 'nonsense://')).toBe(false)
  })
})
