import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { helperIn, post } from './ask.test-kit.ts'
import { Internet } from './internet.test-kit.ts'

/** Questions as OONI's probe sends them, and the answers OONI's helper gave in the same circumstances. */
const internet = new Internet()
let app: FastifyInstance

const HEADERS = {
  Accept: ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'],
  'Accept-Language': ['en-US,en;q=0.9'],
  'User-Agent': ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/122.0.0.0'],
}
const question = (url: string, ...tcp_connect: string[]) => ({
  http_request: url,
  http_request_headers: HEADERS,
  tcp_connect,
  x_quic_enabled: false,
})
const FAILED = { body_length: -1, discovered_h3_endpoint: '', title: '', headers: {}, status_code: -1 }
const seen: Record<string, string | undefined>[] = []

beforeAll(async () => {
  await internet.open()
  const site: Parameters<Internet['http']>[1] = (request, response) => {
    seen.push({ ...request.headers } as Record<string, string>)
    response.sendDate = false
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      server: 'netem',
      'ALT-svc': 'h3=":443"',
    })
    response.end('<!doctype html><html><head><title>Default Web Page</title></head><body></body></html>')
  }
  await internet.http('93.184.216.34', site)
  await internet.https('93.184.216.34', ['www.example.com'], site)
  await internet.https('93.184.216.34', ['www.example.com'], site, 'valid', 8443)
  internet.zone['www.example.com'] = ['93.184.216.34']
  for (const [host, address, kind] of [
    ['expired.badssl.com', '104.154.89.105', 'expired'],
    ['wrong.host.badssl.com', '104.154.89.106', 'wrong-host'],
    ['untrusted-root.badssl.com', '104.154.89.107', 'unknown-ca'],
    ['self-signed.badssl.com', '104.154.89.108', 'self-signed'],
  ] as const) {
    await internet.https(address, [host], site, kind)
    internet.zone[host] = [address]
  }
  app = await helperIn(internet, { asnOf: (ip) => (ip.startsWith('104.154.') ? 396982 : 0) })
})
afterAll(() => internet.close())

describe('as OONI answers', () => {
  it('a site that works, over https', async () => {
    const request = question('https://www.example.com/', '93.184.216.34:443', '93.184.216.34:80')
    const reply = await post(app, request)
    expect(reply.headers['content-type']).toMatch(/^application\/json/)
    expect(reply.json()).toEqual({
      tcp_connect: { '93.184.216.34:443': { status: true, failure: null } },
      tls_handshake: {
        '93.184.216.34:443': { server_name: 'www.example.com', status: true, failure: null },
      },
      quic_handshake: {},
      http_request: {
        body_length: 85,
        discovered_h3_endpoint: 'www.example.com:443',
        failure: null,
        title: 'Default Web Page',
        headers: {
          'Alt-Svc': 'h3=":443"',
          Connection: 'close',
          'Content-Type': 'text/html; charset=utf-8',
          Server: 'netem',
          'Transfer-Encoding': 'chunked',
        },
        status_code: 200,
      },
      http3_request: null,
      dns: { failure: null, addrs: ['93.184.216.34'] },
      ip_info: { '93.184.216.34': { asn: 0, flags: 1 + 2 + 8 } },
    })
    expect(seen.at(-1)).toMatchObject({
      host: 'www.example.com',
      accept: HEADERS.Accept[0],
      'accept-language': HEADERS['Accept-Language'][0],
      'user-agent': HEADERS['User-Agent'][0],
    })
  })

  it('http looks at 80 and at 443, so that TLS vouches for the address', async () => {
    const { tcp_connect, tls_handshake, ip_info } = (
      await post(app, question('http://www.example.com/', '93.184.216.34:80'))
    ).json()
    expect(Object.keys(tcp_connect)).toEqual(['93.184.216.34:443', '93.184.216.34:80'])
    expect(Object.keys(tls_handshake)).toEqual(['93.184.216.34:443'])
    expect(tls_handshake['93.184.216.34:443']).toMatchObject({ status: true })
    expect(ip_info['93.184.216.34'].flags).toBe(11)
  })

  it('a probe that resolved nothing, and says null as Go spells an empty list', async () => {
    const request = { ...question('https://www.example.com/'), tcp_connect: null, http_request_headers: null }
    const reply = await post(app, request)
    expect(reply.statusCode).toBe(200)
    expect(reply.json()).toMatchObject({
      http_request: { status_code: 200 },
      dns: { failure: null, addrs: ['93.184.216.34'] },
    })
  })

  it('a port in the URL is the only one looked at', async () => {
    const { tcp_connect, tls_handshake } = (await post(app, question('http://www.example.com:8080/'))).json()
    expect(Object.keys(tcp_connect)).toEqual(['93.184.216.34:8080'])
    expect(tls_handshake).toBeUndefined()
    const secure = (await post(app, question('https://www.example.com:8443/'))).json()
    expect(secure.tls_handshake).toEqual({
      '93.184.216.34:8443': { server_name: 'www.example.com', status: true, failure: null },
    })
    expect(secure.http_request.title).toBe('Default Web Page')
    const standard = (await post(app, question('http://www.example.com:80/'))).json()
    expect(Object.keys(standard.tcp_connect)).toEqual(['93.184.216.34:80'])
  })

  it('a certificate that ran out', async () => {
    const request = question('https://expired.badssl.com/', '104.154.89.105:443', '104.154.89.105:80')
    expect((await post(app, request)).json()).toEqual({
      tcp_connect: { '104.154.89.105:443': { status: true, failure: null } },
      tls_handshake: {
        '104.154.89.105:443': {
          server_name: 'expired.badssl.com',
          status: false,
          failure: 'ssl_invalid_certificate',
        },
      },
      quic_handshake: {},
      http_request: { ...FAILED, failure: 'unknown_error' },
      http3_request: null,
      dns: { failure: null, addrs: ['104.154.89.105'] },
      ip_info: { '104.154.89.105': { asn: 396982, flags: 3 } },
    })
  })

  it.each([
    ['wrong.host.badssl.com', '104.154.89.106', 'ssl_invalid_hostname'],
    ['untrusted-root.badssl.com', '104.154.89.107', 'ssl_unknown_authority'],
    ['self-signed.badssl.com', '104.154.89.108', 'ssl_unknown_authority'],
  ])('%s', async (host, address, failure) => {
    const answer = (await post(app, question(`https://${host}/`))).json()
    expect(answer.tls_handshake[`${address}:443`]).toEqual({ server_name: host, status: false, failure })
    expect(answer.http_request.failure).toBe('unknown_error')
  })

  it('a name that does not exist, with an address of the client that refuses', async () => {
    expect((await post(app, question('https://itsat.info/', '83.224.65.41:443'))).json()).toEqual({
      tcp_connect: { '83.224.65.41:443': { status: false, failure: 'connection_refused_error' } },
      quic_handshake: {},
      http_request: { ...FAILED, failure: 'dns_lookup_error' },
      http3_request: null,
      dns: { failure: 'dns_name_error', addrs: [] },
      ip_info: { '83.224.65.41': { asn: 0, flags: 1 } },
    })
  })

  it.each([
    ['server-failure', 'dns_server_failure'],
    ['timeout', 'unknown_error'],
    ['nxdomain', 'dns_name_error'],
  ] as const)('a look-up that ends in %s', async (kind, failure) => {
    internet.zone[`${kind}.example.org`] = kind
    const answer = (await post(app, question(`https://${kind}.example.org/`))).json()
    expect(answer.dns).toEqual({ failure, addrs: [] })
    expect(answer.http_request).toEqual({ ...FAILED, failure: 'dns_lookup_error' })
  })

  it('a name without an address is no DNS failure', async () => {
    internet.zone['noaddress.example.org'] = []
    const answer = (await post(app, question('http://noaddress.example.org/'))).json()
    expect(answer.dns).toEqual({ failure: null, addrs: [] })
    expect(answer.http_request.failure).toBe('dns_lookup_error')
  })

  it('a site that everyone finds at 127.0.0.1', async () => {
    internet.zone['local.example.org'] = ['127.0.0.1']
    expect((await post(app, question('https://local.example.org/'))).json()).toMatchObject({
      tcp_connect: {},
      http_request: { ...FAILED, failure: 'unknown_error' },
      dns: { failure: null, addrs: ['127.0.0.1'] },
      ip_info: { '127.0.0.1': { flags: 2 + 4 } },
    })
  })

  it('an address for a host: nothing is resolved, the TLS name is the address', async () => {
    internet.lookUps.length = 0
    const answer = (await post(app, question('https://93.184.216.34/', '93.184.216.34:443'))).json()
    expect(answer.dns).toEqual({ failure: null, addrs: [] })
    expect(answer.tls_handshake['93.184.216.34:443']).toEqual({
      server_name: '93.184.216.34',
      status: false,
      failure: 'ssl_invalid_hostname',
    })
    expect(internet.lookUps).toEqual([])
  })

  it("keeps the spelling of the client's addresses", async () => {
    const answer = (await post(app, question('https://www.example.com/', '[2606:4700:0::ABCD]:443'))).json()
    expect(answer.tcp_connect['[2606:4700:0::ABCD]:443']).toEqual({
      status: false,
      failure: 'connection_refused_error',
    })
    expect(answer.ip_info['2606:4700:0::ABCD']).toEqual({ asn: 0, flags: 1 })
  })
})

describe('requests that are none', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['no object', '[]'],
    ['null', 'null'],
    ['no URL', '{}'],
    ['a URL of the wrong type', '{"http_request": 1}'],
    ['a URL that is none', '{"http_request": "http://[::1]aaaa"}'],
    ['addresses of the wrong type', '{"http_request": "https://www.example.com/", "tcp_connect": [1]}'],
    [
      'headers of the wrong type',
      '{"http_request": "https://www.example.com/", "http_request_headers": {"a": "b"}}',
    ],
    [
      'more than a question',
      JSON.stringify({ http_request: 'https://www.example.com/', x: 'x'.repeat(40_000) }),
    ],
  ])('%s: 400', async (_, body) => {
    expect((await post(app, body)).statusCode).toBe(400)
  })

  it('other methods: 400, and GET says that we live', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const) {
      expect((await app.inject({ method, url: '/', payload: '{}' })).statusCode).toBe(400)
    }
    const health = await app.inject('/')
    expect(health.statusCode).toBe(200)
    expect(health.json()).toEqual({ message: expect.stringMatching(/./) })
    expect((await app.inject('/elsewhere')).statusCode).toBe(404)
  })

  it('unknown fields, missing ones, and any content type are taken', async () => {
    const payload = JSON.stringify({ http_request: 'https://www.example.com/', x_new: true })
    for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded', '']) {
      const headers: Record<string, string> = type ? { 'content-type': type } : {}
      const reply = await app.inject({ method: 'POST', url: '/', payload, headers })
      expect(reply.statusCode).toBe(200)
    }
  })
})

describe('headers', () => {
  it('only the three are passed on, none with anything behind it', async () => {
    await post(app, {
      ...question('https://www.example.com/headers'),
      http_request_headers: {
        'User-Agent': ['evil\r\nX-Injected: 1'],
        accept: ['a', 'b'],
        Cookie: ['session=1'],
        Host: ['internal'],
        Authorization: ['Bearer x'],
        'X-Forwarded-For': ['127.0.0.1'],
        'accept-encoding': ['gzip'],
      },
    })
    const got = seen.at(-1) ?? {}
    expect(Object.keys(got).sort()).toEqual([
      'accept',
      'accept-encoding',
      'accept-language',
      'connection',
      'host',
      'user-agent',
    ])
    expect(got).toMatchObject({ accept: 'a, b', 'accept-encoding': 'identity', host: 'www.example.com' })
    expect(got['user-agent']).toMatch(/^Mozilla/)
  })
})
