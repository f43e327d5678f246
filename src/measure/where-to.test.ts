import { describe, expect, it } from 'vitest'
import { whereTo } from './where-to.ts'

const answered = (...headers: [string, string][]) => ({
  headers: [
    {
      kind: 'headers' as const,
      requestId: '1',
      url: 'https://a.test/x/y',
      status: 302,
      statusLine: '',
      headers,
    },
  ],
})
const inBytes = (text: string) => String.fromCharCode(...new TextEncoder().encode(text))

describe('where a redirect leads', () => {
  it.each([
    ['https://b.test/', 'https://b.test/'],
    ['/z?q=1', 'https://a.test/z?q=1'],
    ['z', 'https://a.test/x/z'],
    ['//b.test/#part', 'https://b.test/'],
    ['https://user:word@b.test/', 'https://b.test/'],
    ['mailto:someone@b.test', 'mailto:someone@b.test'],
  ])('%s', (location, to) => {
    expect(whereTo(answered(['server', 'x'], ['location', location]))).toBe(to)
  })

  it('reads paths of all scripts, written in UTF-8 or not', () => {
    expect(whereTo(answered(['location', inBytes('/жаңалық')]))).toBe(new URL('https://a.test/жаңалық').href)
    expect(whereTo(answered(['location', '/caf\u00e9']))).toBe('https://a.test/caf%C3%A9')
  })

  it.each([
    [[]],
    [[['location', ''] as [string, string]]],
    [[['location', 'https://[']] as [string, string][]],
  ])('is not known from %j', (headers) => expect(whereTo(answered(...headers))).toBeNull())
})
