import { decode, encode } from 'dns-packet'
import { describe, expect, it } from 'vitest'
import { dohUrl, readDohAnswer } from './doh.ts'

const answer = (flags: number, answers: Parameters<typeof encode>[0]['answers'] = [], name = 'a.test') =>
  new Uint8Array(
    encode({ type: 'response', id: 0, flags, questions: [{ type: 'A', name, class: 'IN' }], answers }),
  )

describe('dohUrl', () => {
  it('is the GET form of RFC 8484: base64url without padding, id 0, recursion desired', () => {
    const url = new URL(dohUrl('https://dns.test/q?x=1', 'www.example.com', 'A'))
    const text = url.searchParams.get('dns') ?? ''
    expect(text).toMatch(/^[\w-]+$/)
    // The very query of RFC 8484, section 4.1.1.
    expect(text).toBe('AAABAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB')
    expect(decode(Buffer.from(text, 'base64url')).id).toBe(0)
    expect(url.searchParams.get('x')).toBe('1')
  })
})

describe('readDohAnswer', () => {
  it('follows the alias to the addresses', () => {
    const read = readDohAnswer(
      answer(0, [
        { type: 'CNAME', name: 'a.test', data: 'b.test' },
        { type: 'A', name: 'b.test', data: '93.184.216.34' },
        { type: 'A', name: 'b.test', data: '93.184.216.34' },
      ]),
      'A.test.',
      'A',
    )
    expect(read).toEqual({ rcode: 'NOERROR', addresses: ['93.184.216.34'] })
  })

  it.each([
    [3, 'NXDOMAIN'],
    [2, 'SERVFAIL'],
    [5, 'REFUSED'],
  ])('names rcode %i', (rcode, name) => {
    expect(readDohAnswer(answer(rcode), 'a.test', 'A')).toEqual({ rcode: name, addresses: [] })
  })

  it.each([
    ['another name', answer(0, [], 'evil.test')],
    ['a query', new Uint8Array(encode({ type: 'query', id: 0, questions: [{ type: 'A', name: 'a.test' }] }))],
    ['garbage', new Uint8Array([1, 2, 3])],
    ['nothing', new Uint8Array()],
  ])('refuses %s', (_, bytes) => {
    expect(() => readDohAnswer(bytes, 'a.test', 'A')).toThrow()
  })
})
