import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { ControlRequestSchema } from '../../core/protocol/control.ts'
import { controlQuestion } from './control-question.ts'

describe('controlQuestion', () => {
  it('names the URL and each address at both ports, as OONI’s probe does', () => {
    const question = controlQuestion('https://news.example/a?b=1', ['93.184.216.34', '2606:2800:0::1'])
    expect(question).toMatchObject({
      http_request: 'https://news.example/a?b=1',
      tcp_connect: ['2606:2800::1', '93.184.216.34'].flatMap((ip) =>
        ip.includes(':') ? [`[${ip}]:443`, `[${ip}]:80`] : [`${ip}:443`, `${ip}:80`],
      ),
      x_quic_enabled: false,
    })
    expect(v.parse(ControlRequestSchema, question)).toEqual(question)
  })

  it('asks at the URL’s own port', () => {
    expect(controlQuestion('https://news.example:8443/', ['93.184.216.34'])?.tcp_connect).toEqual([
      '93.184.216.34:8443',
    ])
  })

  it('is the same whoever asks: order and spelling of what was seen tell nothing', () => {
    const one = controlQuestion('https://NEWS.example/#part', [
      '93.184.216.35',
      '93.184.216.34',
      '93.184.216.34',
    ])
    expect(one).toEqual(controlQuestion('https://news.example/', ['93.184.216.34', '93.184.216.35']))
  })

  it('tells nothing of the user’s own network, nor of a password in the URL', () => {
    const question = controlQuestion('https://me:secret@news.example/', [
      '192.168.1.1',
      '10.1.2.3',
      '::1',
      'x',
    ])
    expect(question?.tcp_connect).toEqual([])
    expect(question?.http_request).toBe('https://news.example/')
  })

  it('names eight addresses at most', () => {
    const many = Array.from({ length: 30 }, (_, i) => `93.184.216.${i}`)
    expect(controlQuestion('https://news.example/', many)?.tcp_connect).toHaveLength(16)
  })

  it.each(['http://192.168.1.1/', 'http://router/', 'https://wiki.internal/', 'ftp://a.example/', 'x'])(
    'is never put about %s',
    (url) => {
      expect(controlQuestion(url, [])).toBeNull()
    },
  )
})
