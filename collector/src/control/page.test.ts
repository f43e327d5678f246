import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, helperIn } from './ask.test-kit.ts'
import { Internet } from './internet.test-kit.ts'

const internet = new Internet()
const SITE = '93.184.216.34'
const pages: Record<string, RequestListener> = {}
let requests: string[] = []
let app: FastifyInstance
/** Has no patience, and so is for those who need some. */
let hasty: FastifyInstance

beforeAll(async () => {
  await internet.open()
  const answer: RequestListener = (request, response) => {
    requests.push(request.url ?? '')
    const page = pages[(request.url ?? '').split('?')[0] ?? '']
    if (page) page(request, response)
    else response.writeHead(404).end()
  }
  await internet.http(SITE, answer)
  await internet.https(SITE, ['site.example'], answer)
  internet.zone['site.example'] = [SITE]
  app = await helperIn(internet, { limits: { bodyBytes: 50_000 } })
  hasty = await helperIn(internet, { limits: { pageMs: 700, endpointMs: 700 } })
})
afterAll(() => internet.close())

const page = async (path: string, by = app) => (await ask(by, `http://site.example${path}`)).http_request

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('%i is followed, over schemes', async (status) => {
    pages['/a'] = (_, response) =>
      void response.writeHead(status, { location: `https://site.example/end?${status}` }).end()
    pages['/end'] = (_, response) => void response.end('<title>end</title>')
    expect(await page(`/a?${status}`)).toMatchObject({ status_code: 200, title: 'end', failure: null })
  })

  it('a path alone is on the same site', async () => {
    pages['/rel/a'] = (_, response) => void response.writeHead(302, { location: '../end?rel' }).end()
    expect(await page('/rel/a')).toMatchObject({ status_code: 200, title: 'end' })
  })

  it.each([300, 304, 305, 306])('%i is an answer', async (status) => {
    pages['/n'] = (_, response) => void response.writeHead(status, { location: '/end' }).end()
    expect(await page(`/n?${status}`)).toMatchObject({ status_code: status, failure: null })
  })

  it('one that names no place is an answer', async () => {
    pages['/nowhere'] = (_, response) => void response.writeHead(302).end()
    expect(await page('/nowhere')).toMatchObject({ status_code: 302, failure: null })
  })

  it.each(['http://', 'https://', 'http:///', 'http://[', 'mailto:a@b.example'])(
    'to %j: a failure',
    async (location) => {
      pages['/broken'] = (_, response) => void response.writeHead(302, { location }).end()
      expect(await page(`/broken?${encodeURIComponent(location)}`)).toMatchObject({
        status_code: -1,
        failure: 'unknown_error',
      })
    },
  )

  it('ten are followed, the eleventh is not', async () => {
    pages['/count'] = (request, response) => {
      const left = Number(new URL(request.url ?? '', 'http://x').searchParams.get('n'))
      if (left === 0) response.end('<title>there</title>')
      else response.writeHead(302, { location: `/count?n=${left - 1}` }).end()
    }
    expect(await page('/count?n=10')).toMatchObject({ title: 'there' })
    requests = []
    expect(await page('/count?n=15')).toMatchObject({ status_code: -1, failure: 'unknown_error' })
    expect(requests.length).toBe(11)
  })

  it('carries no cookies along', async () => {
    let cookie: string | undefined = 'unset'
    pages['/set'] = (_, response) =>
      void response.writeHead(302, { location: '/got', 'set-cookie': 'a=b' }).end()
    pages['/got'] = (request, response) => {
      cookie = request.headers.cookie
      response.end()
    }
    await page('/set')
    expect(cookie).toBeUndefined()
  })
})

describe('the body', () => {
  it('ends at the cap', async () => {
    pages['/large'] = (_, response) => void response.end(Buffer.alloc(500_000, 'x'))
    expect(await page('/large')).toMatchObject({ body_length: 50_000, status_code: 200, failure: null })
  })

  it('one without end ends at the cap too, and the connection with it', async () => {
    let closed = false
    pages['/endless'] = (_, response) => {
      response.on('close', () => {
        closed = true
      })
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(10_000, 'x')));
      }
      response.on('drain', more)
      more()
    }
    expect(await page('/endless')).toMatchObject({ body_length: 50_000, failure: null })
    await expect.poll(() => closed).toBe(true)
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ] as const)('%s that nobody asked for is read as a browser reads it', async (encoding, pack) => {
    const text = `<title>packed</title>${'y'.repeat(3000)}`
    pages['/packed'] = (_, response) =>
      void response.writeHead(200, { 'content-encoding': encoding }).end(pack(text))
    expect(await page(`/packed?${encoding}`)).toMatchObject({
      title: 'packed',
      body_length: text.length,
      failure: null,
    })
  })

  it('a bomb goes off only as far as the cap', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000))
    expect(bomb.length).toBeGreaterThan(50_000)
    const small = gzipSync(Buffer.alloc(20_000_000))
    expect(small.length).toBeLessThan(50_000)
    for (const [name, packed] of Object.entries({ bomb, small })) {
      pages['/bomb'] = (_, response) =>
        void response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed)
      const before = process.memoryUsage().rss
      expect(await page(`/bomb?${name}`)).toMatchObject({ body_length: 50_000, failure: null })
      expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000)
    }
  })

  it('rubbish that claims to be packed is a failure with the status kept', async () => {
    pages['/rubbish'] = (_, response) =>
      void response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip at all')
    expect(await page('/rubbish')).toMatchObject({
      status_code: 200,
      failure: 'unknown_error',
      body_length: 0,
    })
  })

  it('cut off in the middle: what came is counted, and the failure told', async () => {
    pages['/cut'] = (_, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('<title>half</title>', () => response.destroy())
    }
    expect(await page('/cut')).toMatchObject({
      status_code: 200,
      title: 'half',
      body_length: 19,
      failure: 'unknown_error',
    })
  })

  it('one that trickles ends with the time', async () => {
    pages['/trickle'] = (_, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(timer))
    }
    const begun = Date.now()
    expect(await page('/trickle', hasty)).toMatchObject({
      status_code: 200,
      failure: 'generic_timeout_error',
    })
    expect(Date.now() - begun).toBeLessThan(3000)
  })
})

describe('a server that', () => {
  const raw = async (address: string, onSocket: (socket: Socket) => void, by = app) => {
    await internet.tcp(address, 80, onSocket)
    return (await ask(by, `http://${address}/`)).http_request
  }

  it('says nothing', async () => {
    expect(await raw('93.184.216.40', () => {}, hasty)).toMatchObject({
      failure: 'generic_timeout_error',
      status_code: -1,
    })
  })

  it('hangs up', async () => {
    expect(await raw('93.184.216.41', (socket) => socket.end())).toMatchObject({ failure: 'unknown_error' })
  })

  it('resets', async () => {
    expect(await raw('93.184.216.42', (socket) => socket.resetAndDestroy())).toMatchObject({
      failure: 'unknown_error',
    })
  })

  it('speaks no HTTP', async () => {
    expect(await raw('93.184.216.43', (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))).toMatchObject({
      failure: 'unknown_error',
    })
  })

  it('sends headers without end', async () => {
    let sent = 0
    const page = await raw('93.184.216.44', (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const more = () => {
        while (!socket.destroyed && sent < 20_000_000) {
          sent += 10_000
          if (!socket.write(`x-${sent}: ${'y'.repeat(10_000)}\r\n`)) break
        }
      }
      socket.on('drain', more)
      more()
    })
    expect(page).toMatchObject({ failure: 'unknown_error', status_code: -1 })
    expect(sent).toBeLessThan(20_000_000)
  })

  it('wants to speak another protocol', async () => {
    const page = await raw('93.184.216.45', (socket) =>
      socket.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'),
    )
    expect(page).toMatchObject({ failure: 'unknown_error', status_code: -1 })
  })

  it('has headers that a browser forgives', async () => {
    const page = await raw('93.184.216.46', (socket) =>
      socket.end('HTTP/1.1 200 OK\r\nx-odd: a\u0001b\r\ncontent-length: 2\r\n\r\nok'),
    )
    expect(page).toMatchObject({ failure: null, status_code: 200, body_length: 2 })
  })
})

describe('several addresses', () => {
  it('the next is tried when one refuses, and the first failure is told when all do', async () => {
    internet.zone['two.example'] = ['93.184.216.60', SITE]
    pages['/'] = (_, response) => void response.end('<title>second</title>')
    expect((await ask(app, 'http://two.example/')).http_request).toMatchObject({ title: 'second' })
    internet.zone['none.example'] = ['93.184.216.60', '93.184.216.61']
    expect((await ask(app, 'http://none.example/')).http_request.failure).toBe('connection_refused_error')
  })

  it('a helper without IPv6 blames no IPv6 address', async () => {
    const four = await helperIn(internet, { ipv6: false })
    internet.zone['both.example'] = ['2606:4700::1', SITE]
    const answer = await ask(four, 'http://both.example/', ['[2606:4700::2]:80'])
    expect(answer.http_request.failure).toBe(null)
    expect(Object.keys(answer.tcp_connect)).toEqual([`${SITE}:443`, `${SITE}:80`])
    expect(Object.keys(answer.ip_info ?? {}).sort()).toEqual(['2606:4700::1', '2606:4700::2', SITE])
  })
})
