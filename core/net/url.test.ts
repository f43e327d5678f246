import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostOf, isBareAddressUrl, parseTargetUrl, sameUrl, schemeOf } from './url.ts'

describe('parseTargetUrl', () => {
  it.each([
    ['news.example', 'https://news.example/'],
    ['  https://News.Example/Path?q=1#part ', 'https://news.example/Path?q=1'],
    ['http://news.example', 'http://news.example/'],
    ['https://user:secret@news.example/', 'https://news.example/'],
    ['news.example:8443/x', 'https://news.example:8443/x'],
    ['//news.example/', 'https://news.example/'],
    ['https://яндекс.рф/', 'https://xn--d1acpjx3f.xn--p1ai/'],
    ['Яндекс.рф', 'https://xn--d1acpjx3f.xn--p1ai/'],
    ['https://news.example./', 'https://news.example/'],
    ['https://93.184.216.34/', 'https://93.184.216.34/'],
    ['https://[2606:4700::1111]/', 'https://[2606:4700::1111]/'],
  ])('%s -> %s', (entry, url) => expect(parseTargetUrl(entry)).toEqual({ ok: true, url }))

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['two words', 'not-a-url'],
    ['https://', 'not-a-url'],
    ['https://exa mple.com/', 'not-a-url'],
    ['ftp://news.example/', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['mailto:a@news.example', 'scheme'],
    ['about:config', 'scheme'],
    ['chrome-extension://abc/', 'scheme'],
    ['localhost', 'local-name'],
    ['router', 'local-name'],
    ['printer.local', 'local-name'],
    ['nas.lan', 'local-name'],
    ['abcdef.onion', 'local-name'],
    ['192.168.1.1', 'local-address'],
    ['http://127.0.0.1:8080/', 'local-address'],
    ['http://2130706433/', 'local-address'],
    ['http://[::1]/', 'local-address'],
    ['http://[::ffff:10.0.0.1]/', 'local-address'],
  ])('%s is refused: %s', (entry, error) => expect(parseTargetUrl(entry)).toEqual({ ok: false, error }))

  it('answers for any text, and what it accepts it accepts again unchanged', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain()), (text) => {
        const first = parseTargetUrl(text)
        if (first.ok) expect(parseTargetUrl(first.url)).toEqual(first)
      }),
    )
  })
})

describe('parts of a URL', () => {
  it('hostOf', () => {
    expect(hostOf('https://News.Example:8443/x')).toBe('news.example')
    expect(hostOf('http://[::1]/')).toBe('::1')
    expect(hostOf('nonsense')).toBe('')
  })
  it('schemeOf', () => {
    expect(schemeOf('https://a.example/')).toBe('https')
    expect(schemeOf('http://a.example/')).toBe('http')
    expect(schemeOf('ftp://a.example/')).toBeNull()
    expect(schemeOf('')).toBeNull()
  })
  it('isBareAddressUrl', () => {
    expect(isBareAddressUrl('http://10.10.34.34/x')).toBe(true)
    expect(isBareAddressUrl('https://news.example/')).toBe(false)
  })
  it('sameUrl', () => {
    expect(sameUrl('https://News.example', 'https://news.example/#a')).toBe(true)
    expect(sameUrl('https://news.example/', 'http://news.example/')).toBe(false)
  })
})
