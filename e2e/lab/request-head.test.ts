import { describe, expect, it } from 'vitest'
import { readRequestHead } from './request-head.ts'

const read = (text: string) => readRequestHead(Buffer.from(text))

describe('readRequestHead', () => {
  it('reads path and host, whatever the case, without the port', () => {
    const head = read('GET /a?b=1 HTTP/1.1\r\nAccept: */*\r\nhOsT:  News.Example:80\r\n\r\n')
    expect(head).toEqual({ state: 'head', host: 'news.example', path: '/a?b=1' })
  })

  it('waits for the whole head', () => {
    const whole = 'GET / HTTP/1.1\r\nHost: a.example\r\n\r\n'
    for (let end = 0; end < whole.length; end++)
      expect(read(whole.slice(0, end)).state, `${end}`).toBe('more')
    expect(read(whole).state).toBe('head')
  })

  it('tells a request without Host, and what is no request', () => {
    expect(read('GET / HTTP/1.0\r\n\r\n')).toEqual({ state: 'head', host: null, path: '/' })
    expect(read('\u0016\u0003\u0001').state).toBe('not-http')
    expect(read('nonsense of three words\r\n\r\n').state).toBe('not-http')
  })
})
