import { connect, createServer, type Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ask, helperIn, post } from './ask.test-kit.ts'
import { Internet, listening } from './internet.test-kit.ts'
import { interfaceAddresses } from './own-addresses.ts'
import { REFUSED_ADDRESSES, REFUSED_URLS } from './refused-places.test-kit.ts'
import { controlServer } from './server.ts'

const GOOD = '93.184.216.34'
const addresses = Object.entries(REFUSED_ADDRESSES).flatMap(([why, list]) =>
  list.map((one) => ({ why, one })),
)
const urls = Object.entries(REFUSED_URLS).flatMap(([why, list]) => list.map((one) => ({ why, one })))
const inUrl = (address: string) => (address.includes(':') ? `[${address}]` : address)

const internet = new Internet()
let app: FastifyInstance
/** Where the site at GOOD sends whoever asks it for "/". */
let redirect = ''

beforeAll(async () => {
  await internet.open()
  const answer: Parameters<Internet['http']>[1] = (request, response) => {
    if (request.url === '/go') response.writeHead(302, { location: redirect })
    response.end('<title>fine</title>')
  }
  await internet.http(GOOD, answer)
  await internet.https(GOOD, ['news.example'], answer)
  internet.zone['news.example'] = [GOOD]
  app = await helperIn(internet, {
    limits: { answerTtlMs: 0, failureTtlMs: 0 },
    ownAddresses: ['45.33.32.156', '2600:3c01::/64'],
  })
})
afterAll(() => internet.close())
beforeEach(() => {
  internet.dials.length = 0
  internet.lookUps.length = 0
})

describe('the other way round: where it may, it does connect', () => {
  it('to a public address, by every way that is closed to others below', async () => {
    redirect = `http://${GOOD}/`
    const answer = await ask(app, 'http://news.example/go', [`${GOOD}:80`])
    expect(answer.http_request).toMatchObject({ status_code: 200, title: 'fine', failure: null })
    expect(internet.dials.length).toBeGreaterThan(2)
    expect((await ask(app, `http://${GOOD}/`)).http_request.title).toBe('fine')
  })
})

describe.each(addresses)('$one ($why)', ({ one }) => {
  it('is refused in a URL, in every scheme', async () => {
    for (const scheme of ['http', 'https']) {
      const reply = await post(app, { http_request: `${scheme}://${inUrl(one)}/`, tcp_connect: [] })
      expect(reply.statusCode).toBe(400)
    }
    expect(internet.dials).toEqual([])
    expect(internet.lookUps).toEqual([])
  })

  it('is not connected to for a client', async () => {
    const answer = await ask(app, 'https://news.example/', [`${inUrl(one)}:443`, `${inUrl(one)}:80`])
    expect(internet.dials.filter((dial) => !dial.startsWith(GOOD))).toEqual([])
    expect(Object.keys(answer.tcp_connect)).toEqual([`${GOOD}:443`])
    expect(answer.ip_info?.[one]?.flags).toBe(1 + 4)
  })

  it('is not connected to for a name that leads there, alone or among good ones', async () => {
    for (const [host, list] of [
      ['bait.example', [one]],
      ['mixed.example', [GOOD, one]],
      ['mixed2.example', [one, GOOD]],
    ] as const) {
      internet.zone[host] = [...list]
      const answer = await ask(app, `http://${host}/`)
      expect(answer.http_request).toMatchObject({
        status_code: -1,
        body_length: -1,
        failure: 'unknown_error',
      })
      expect(answer.ip_info?.[one]?.flags).toBe(2 + 4)
      expect(Object.keys(answer.tcp_connect).filter((endpoint) => !endpoint.startsWith(GOOD))).toEqual([])
    }
    expect(internet.dials.filter((dial) => !dial.startsWith(GOOD))).toEqual([])
  })

  it('is not followed to by a redirect, as an address or behind a name', async () => {
    internet.zone['bait.example'] = [one]
    for (const location of [`http://${inUrl(one)}/`, `https://${inUrl(one)}/`, 'http://bait.example/']) {
      redirect = location
      const answer = await ask(app, 'http://news.example/go')
      expect(answer.http_request).toMatchObject({ status_code: -1, failure: 'unknown_error', title: '' })
    }
    expect(internet.dials.filter((dial) => !dial.startsWith(GOOD))).toEqual([])
  })
})

describe.each(urls)('$one ($why)', ({ one }) => {
  it('is no question', async () => {
    expect((await post(app, { http_request: one, tcp_connect: [] })).statusCode).toBe(400)
    expect(internet.dials).toEqual([])
    expect(internet.lookUps).toEqual([])
  })
})

// Others are relative to the page, or cannot stand in a header: Node itself refuses to send or to take them.
const inRedirects = urls.filter(
  ({ one, why }) => /^[a-z]+:/i.test(one) && /^[\x20-\x7e]*$/.test(one) && why !== 'backslash',
)
describe.each(inRedirects)('a redirect to $one ($why)', ({ one }) => {
  it('is not followed', async () => {
    redirect = one
    const answer = await ask(app, 'https://news.example/go')
    expect(answer.http_request.failure).toBe('unknown_error')
    expect(internet.dials.filter((dial) => !dial.startsWith(GOOD))).toEqual([])
  })
})

describe('addresses of our own', () => {
  it.each(['45.33.32.156', '2600:3c01::1', '2600:3c01::f03c:91ff:fe18:bb2f'])('%s', async (own) => {
    expect((await post(app, { http_request: `http://${inUrl(own)}/` })).statusCode).toBe(200)
    internet.zone['me.example'] = [own]
    await ask(app, 'http://me.example/', [`${inUrl(own)}:443`])
    redirect = `http://${inUrl(own)}/`
    await ask(app, 'http://news.example/go')
    expect(internet.dials.filter((dial) => !dial.startsWith(GOOD))).toEqual([])
  })
})

describe('a name that changes its mind between two look-ups', () => {
  it('reaches the address that was checked, or none', async () => {
    let asked = 0
    internet.zone['turn.example'] = () => (asked++ === 0 ? [GOOD] : ['127.0.0.1'])
    const answer = await ask(app, 'http://turn.example/')
    expect(answer.dns.addrs).toEqual([GOOD])
    expect(new Set(internet.dials)).toEqual(new Set([`${GOOD} 80`, `${GOOD} 443`]))
  })

  it('is caught at a later hop too', async () => {
    let asked = 0
    internet.zone['turn.example'] = () => (asked++ < 2 ? [GOOD] : ['10.0.0.1'])
    redirect = 'http://turn.example/go'
    await ask(app, 'http://turn.example/go')
    expect(internet.dials.filter((dial) => !dial.startsWith(GOOD))).toEqual([])
  })
})

describe('tcp_connect entries that are no plain endpoint', () => {
  it.each([
    'localhost:443',
    '127.1:443',
    '0x7f.0.0.1:443',
    '0177.0.0.1:443',
    '2130706433:443',
    '93.184.216.034:443',
    '::1:443',
    '[::1]443',
    '[fe80::1%25eth0]:443',
    '[2606:4700::1%eth0]:443',
    'news.example:443',
    '8.8.8.8',
    '',
    '93.184.216.35:443:80',
    '93.184.216.35:port',
    '93.184.216.35:',
    ' 93.184.216.35:443',
    '[93.184.216.35]x:1',
  ])('%j is dropped', async (entry) => {
    const answer = await ask(app, 'https://news.example/', [entry])
    expect(Object.keys(answer.tcp_connect)).toEqual([`${GOOD}:443`])
    expect(Object.keys(answer.ip_info ?? {})).toEqual([GOOD])
  })
})

describe('on real sockets', () => {
  const servers: Server[] = []
  let arrived = 0
  const real = async (host: string) => {
    const server = createServer((socket) => {
      arrived++
      socket.destroy()
    })
    servers.push(server)
    return listening(server, host)
  }
  afterAll(() => {
    for (const server of servers) server.close()
  })

  it('nothing arrives at a server of this machine, although its port is allowed', async () => {
    const port = await real('127.0.0.1')
    const six = await real('::1').catch(() => null)
    const ports = six === null ? [port] : [port, six]
    const resolve = async (_: string, type: string) => (type === 'A' ? ['127.0.0.1'] : ['::1'])
    const helper = await controlServer({ resolve, allowPorts: ports, ownAddresses: [], ipv6: true })
    for (const open of ports) {
      for (const host of ['127.0.0.1', '[::1]', '127.1', '0', '[::]', '[::ffff:127.0.0.1]', 'localhost']) {
        expect((await post(helper, { http_request: `http://${host}:${open}/` })).statusCode).toBe(400)
      }
      const answer = await ask(helper, `http://bait.example:${open}/`, [`127.0.0.1:${open}`, `[::1]:${open}`])
      expect(answer.http_request.failure).toBe('unknown_error')
      expect(answer.tcp_connect).toEqual({})
    }
    expect(arrived).toBe(0)
  })

  it('a connection that ended up elsewhere than at the checked address is dropped before a byte is sent', async () => {
    let said = ''
    let connected = 0
    const server = createServer((socket) => {
      connected++
      socket.on('data', (piece) => {
        said += piece
      })
      socket.on('error', () => socket.destroy())
    })
    servers.push(server)
    const port = await listening(server)
    const helper = await controlServer({
      resolve: async (_, type) => (type === 'A' ? [GOOD] : []),
      ownAddresses: [],
      // A kernel, a route or a proxy that leads a public address to this machine.
      connect: () => connect(port, '127.0.0.1'),
    })
    const answer = await ask(helper, 'http://news.example/', [`${GOOD}:80`])
    expect(answer.http_request.failure).toBe('unknown_error')
    expect(answer.tcp_connect).toEqual({})
    await expect.poll(() => connected).toBe(3)
    expect(said).toBe('')
  })

  it("by default this machine's own addresses are refused, whatever they are", async () => {
    const own = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).map(({ address }) => address),
    )
    expect(own.length).toBeGreaterThan(0)
    expect(own.filter((address) => !address.includes('%') && !interfaceAddresses(address))).toEqual([])
    expect(interfaceAddresses('93.184.216.34')).toBe(false)
  })
})

it('is tried with enough cases', () => {
  expect(addresses.length).toBeGreaterThan(60)
  expect(urls.length).toBeGreaterThan(60)
})
