import { connect } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, helperIn, post } from './ask.test-kit.ts'
import { DnsFailure } from './dns-failure.ts'
import { Internet } from './internet.test-kit.ts'
import { controlServer } from './server.ts'

const internet = new Internet()
const SITE = '93.184.216.34'
let served = 0

beforeAll(async () => {
  await internet.open()
  await internet.http(SITE, (_, response) => {
    served++
    response.end('<title>here</title>')
  })
  internet.zone['site.example'] = [SITE]
})
afterAll(() => internet.close())

/** Look-ups wait at this gate until it opens. */
function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

describe('places', () => {
  it('half for anyone, the other half one a client, then 503; what is known is always told', async () => {
    const { opened, open } = gate()
    let waiting = 0
    const app = await helperIn(internet, {
      limits: { inFlightAnyone: 3, inFlight: 5 },
      resolve: async (name, type) => {
        if (name !== 'site.example') {
          waiting++
          await opened
        }
        return type === 'A' ? [SITE] : []
      },
    })
    await ask(app, 'http://site.example/known')
    let next = 0
    const from = (client: string) => post(app, { http_request: `http://wait${next++}.example/` }, client)
    const flood = [from('192.0.2.1'), from('192.0.2.1'), from('192.0.2.1')]
    await expect.poll(() => waiting).toBe(6)
    const refused = await from('192.0.2.1')
    expect(refused.statusCode).toBe(503)
    expect(refused.headers['retry-after']).toBe('5')
    const others = [from('192.0.2.2'), from('192.0.2.3')]
    await expect.poll(() => waiting).toBe(10)
    expect((await from('192.0.2.2')).statusCode).toBe(503)
    expect((await from('192.0.2.4')).statusCode).toBe(503)
    // Kept, and the same as one that is being measured right now: neither needs a place.
    expect((await post(app, { http_request: 'http://site.example/known' }, '192.0.2.1')).statusCode).toBe(200)
    const joined = post(app, { http_request: 'http://wait0.example/' }, '192.0.2.9')
    open()
    const all = await Promise.all([...flood, ...others, joined])
    expect(all.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200, 200])
    expect((await from('192.0.2.4')).statusCode).toBe(200)
  })

  it('are given back when a question cannot be answered', async () => {
    const app = await helperIn(internet, {
      limits: { inFlightAnyone: 1, inFlight: 1 },
      resolve: async () => {
        throw new DnsFailure('unreachable')
      },
    })
    for (const n of [1, 2, 3]) {
      const reply = await post(app, { http_request: `http://n${n}.example/` })
      expect(reply.statusCode).toBe(503)
      expect(reply.json().message).toMatch(/cannot look/)
    }
  })

  it('many different questions at once are all answered', async () => {
    const app = await helperIn(internet)
    const urls = Array.from({ length: 25 }, (_, n) => `http://site.example/many${n}`)
    const answers = await Promise.all(urls.map((url) => ask(app, url)))
    expect(answers.map(({ http_request }) => http_request.title)).toEqual(urls.map(() => 'here'))
  })
})

describe('trouble of our own', () => {
  it('is 503 and no word about the site', async () => {
    const told: string[] = []
    const app = await helperIn(internet, {
      log: (line) => told.push(line),
      connect: (address, port) => {
        const socket = internet.connect(address, port)
        queueMicrotask(() => socket.destroy(Object.assign(new Error('EMFILE'), { code: 'EMFILE' })))
        return socket
      },
    })
    expect((await post(app, { http_request: 'http://site.example/' })).statusCode).toBe(503)
    expect(told).toEqual(['control: no answer given: EMFILE'])
  })

  it('is told from a name whose servers are silent', async () => {
    let deaf = false
    const resolve = async (name: string, _type: string, signal: AbortSignal) => {
      if (name === 'dns.google' && !deaf) return ['8.8.8.8']
      return new Promise<string[]>((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason)),
      )
    }
    const app = await helperIn(internet, { resolve, limits: { dnsMs: 100, failureTtlMs: 0 } })
    const answer = await ask(app, 'http://silent.example/')
    expect(answer.dns).toEqual({ failure: 'unknown_error', addrs: [] })
    expect(answer.http_request.failure).toBe('dns_lookup_error')
    deaf = true
    expect((await post(app, { http_request: 'http://silent.example/' })).statusCode).toBe(503)
  })

  it('names neither a URL nor a client to the log', async () => {
    const told: string[] = []
    const resolve = async () => {
      throw new DnsFailure('unreachable')
    }
    const app = await helperIn(internet, { resolve, log: (line) => told.push(line) })
    await post(app, { http_request: 'http://secret.example/path' }, '192.0.2.99')
    expect(told.length).toBe(1)
    expect(told.join()).not.toMatch(/secret|path|192\.0\.2/)
  })
})

describe('an answer', () => {
  const keeping = async () => {
    let now = 1_000_000
    const app = await helperIn(internet, {
      now: () => now,
      limits: { answerTtlMs: 60_000, failureTtlMs: 5000 },
    })
    return { app, pass: (ms: number) => (now += ms) }
  }

  it('is measured once for all who ask at the same time, and kept for the next', async () => {
    const { app, pass } = await keeping()
    served = 0
    const same = await Promise.all(Array.from({ length: 40 }, () => ask(app, 'http://site.example/same')))
    expect(served).toBe(1)
    expect(new Set(same.map((one) => JSON.stringify(one))).size).toBe(1)
    pass(59_000)
    await ask(app, 'http://site.example/same')
    expect(served).toBe(1)
    pass(62_000)
    await ask(app, 'http://site.example/same')
    expect(served).toBe(2)
  })

  it('shares what it has in common with another: name, page and endpoint', async () => {
    const { app } = await keeping()
    served = 0
    internet.dials.length = 0
    internet.lookUps.length = 0
    await Promise.all([
      ask(app, 'http://site.example/common', ['93.184.216.35:80']),
      ask(app, 'http://site.example/common#top', [`${SITE}:80`]),
    ])
    expect(served).toBe(1)
    expect(internet.lookUps.length).toBe(2)
    // The page, two ports of two addresses.
    expect(internet.dials.length).toBe(5)
  })

  it('is another for other headers', async () => {
    const { app } = await keeping()
    served = 0
    await ask(app, 'http://site.example/h', [], { http_request_headers: { 'User-Agent': ['one'] } })
    await ask(app, 'http://site.example/h', [], { http_request_headers: { 'User-Agent': ['two'] } })
    expect(served).toBe(2)
  })

  it('that is a failure is not kept for long', async () => {
    const { app, pass } = await keeping()
    internet.zone['late.example'] = 'nxdomain'
    expect((await ask(app, 'http://late.example/')).dns.failure).toBe('dns_name_error')
    internet.zone['late.example'] = [SITE]
    expect((await ask(app, 'http://late.example/')).dns.failure).toBe('dns_name_error')
    pass(10_001)
    expect((await ask(app, 'http://late.example/')).http_request.title).toBe('here')
  })
})

describe('a question', () => {
  it('may name many addresses; so many are looked at', async () => {
    const app = await helperIn(internet, { limits: { addresses: 4 } })
    const entries = Array.from({ length: 60 }, (_, n) => `93.184.217.${n}:443`)
    internet.dials.length = 0
    const answer = await ask(app, 'https://site.example/addresses', entries)
    expect(Object.keys(answer.tcp_connect).length).toBe(5)
    expect(internet.dials.length).toBe(6)
  })

  it('of a million nested brackets is no question', async () => {
    const app = await helperIn(internet, { limits: { questionBytes: 2_000_000 } })
    expect((await post(app, '['.repeat(1_000_000))).statusCode).toBe(400)
  })
})

describe('slow senders', () => {
  const slow = async (app: FastifyInstance, first: string) => {
    const { port } = app.server.address() as { port: number }
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    let closed = false
    socket.on('data', (piece) => {
      heard += piece
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      closed = true
    })
    socket.write(first)
    await expect.poll(() => closed, { timeout: 5000 }).toBe(true)
    return heard
  }

  it('of a head, and of a body, are cut off', async () => {
    const app = await controlServer({ limits: { questionMs: 400 } })
    await app.listen({ port: 0, host: '127.0.0.1' })
    const heads = [
      'POST / HTTP/1.1\r\nhost: a\r\nx-',
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 20\r\n\r\n{"h',
      '',
    ]
    for (const head of heads) expect(await slow(app, head)).not.toMatch(/ 200 /)
    await app.close()
  })
})
