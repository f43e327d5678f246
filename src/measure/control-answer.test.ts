import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { ControlAnswerSchema } from '../../core/model/observation.ts'
import { ControlResponseSchema } from '../../core/protocol/control.ts'
import { readControlAnswer } from './control-answer.ts'

const URL_ = 'https://news.example/'
/** As OONI's helper writes it: what is empty is left out. */
const answer = {
  tcp_connect: {
    '93.184.216.34:443': { status: true, failure: null },
    '[2606:2800::1]:443': { status: false, failure: 'generic_timeout_error' },
  },
  tls_handshake: { '93.184.216.34:443': { server_name: 'news.example', status: true, failure: null } },
  http_request: {
    body_length: 1256,
    discovered_h3_endpoint: '',
    failure: null,
    title: ' News ',
    headers: { Server: 'nginx', 'X-Long': 'v'.repeat(1_000) },
    status_code: 200,
  },
  dns: { failure: null, addrs: ['93.184.216.34', '93.184.216.34', 'cdn.example'] },
  ip_info: { '93.184.216.34': { asn: 15133, flags: 11 }, '2606:2800::1': { asn: 0, flags: 1 } },
}
const read = (over: object = {}) =>
  readControlAnswer(v.parse(ControlResponseSchema, { ...answer, ...over }), URL_)

describe('readControlAnswer', () => {
  it('says in our words what the helper said', () => {
    expect(read()).toEqual({
      dns: { failure: null, addresses: ['93.184.216.34'] },
      tcp: [
        { endpoint: '93.184.216.34:443', ok: true, failure: null },
        { endpoint: '[2606:2800::1]:443', ok: false, failure: 'generic_timeout_error' },
      ],
      tls: [{ endpoint: '93.184.216.34:443', ok: true, failure: null }],
      http: {
        status: 200,
        failure: null,
        title: 'News',
        bodyLength: 1256,
        headers: { server: 'nginx', 'x-long': 'v'.repeat(256) },
      },
      asns: { '93.184.216.34': 15133 },
      validFor: ['93.184.216.34'],
    })
  })

  it('reads a site that nobody reached', () => {
    const failure = 'dns_lookup_error'
    const http_request = { body_length: -1, failure, title: '', headers: {}, status_code: -1 }
    const dns = { failure: 'dns_name_error', addrs: null }
    const down = read({ http_request, dns, tcp_connect: {}, tls_handshake: undefined, ip_info: null })
    expect(down).toEqual({
      dns: { failure: 'dns_name_error', addresses: [] },
      tcp: [],
      tls: [],
      http: { status: null, failure, title: null, bodyLength: null, headers: {} },
      asns: {},
      validFor: [],
    })
  })

  it('takes a handshake with the name for valid, with or without the flag, and none with another name', () => {
    expect(read({ ip_info: {} }).validFor).toEqual(['93.184.216.34'])
    const other = { '93.184.216.34:443': { server_name: 'other.example', status: true, failure: null } }
    expect(read({ ip_info: {}, tls_handshake: other }).validFor).toEqual([])
    const failed = { '93.184.216.34:443': { server_name: 'news.example', status: false, failure: 'x' } }
    expect(read({ ip_info: {}, tls_handshake: failed }).validFor).toEqual([])
  })

  it('keeps a bounded part of an answer that is full of everything', () => {
    const many = Array.from({ length: 1_000 }, (_, i) => `93.184.${i >> 8}.${i & 255}`)
    const kept = read({
      tcp_connect: Object.fromEntries(
        many.map((ip) => [`${ip}:443`, { status: true, failure: 'f'.repeat(999) }]),
      ),
      dns: { failure: null, addrs: many },
      ip_info: Object.fromEntries(many.map((ip) => [ip, { asn: 1, flags: 8 }])),
      http_request: {
        ...answer.http_request,
        title: 't'.repeat(9_999),
        headers: Object.fromEntries(many.map((ip) => [ip, 'v'.repeat(9_999)])),
      },
    })
    expect(JSON.stringify(kept).length).toBeLessThan(32_000)
    expect(v.parse(ControlAnswerSchema, kept)).toEqual(kept)
  })

  it('leaves out endpoints and addresses that are none', () => {
    const kept = read({
      tcp_connect: {
        'evil.example:443': { status: true, failure: null },
        x: { status: true, failure: null },
      },
    })
    expect(kept.tcp).toEqual([])
  })
})
