import { createSecureContext } from 'node:tls'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDialler } from './dial.ts'
import { tcpFailureName, tlsFailureName } from './failure.ts'
import { Internet } from './internet.test-kit.ts'
import { Refusal } from './refusal.ts'

/** What the dialler alone promises, whoever calls it with whatever. */
const internet = new Internet()
const GOOD = '93.184.216.34'
beforeAll(async () => {
  await internet.open()
  await internet.tcp(GOOD, 80, (socket) => socket.resume())
  await internet.tcp(GOOD, 443, (socket) => socket.end())
  await internet.tcp('93.184.216.35', 443, (socket) => socket.once('data', () => socket.resetAndDestroy()))
  await internet.tcp('93.184.216.36', 443, (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  await internet.tcp('93.184.216.37', 443, (socket) => socket.resume())
})
afterAll(() => internet.close())
beforeEach(() => {
  internet.dials.length = 0
})

const dialler = createDialler({
  ports: [80, 443],
  isOwn: (address) => address === '45.33.32.156',
  secureContext: createSecureContext(),
  connect: internet.connect,
})
const signal = new AbortController().signal

it('connects where it may', async () => {
  const socket = await dialler.tcp(GOOD, 80, signal)
  expect(socket.remoteAddress).toBe(GOOD)
  socket.destroy()
})

it.each([
  [GOOD, 22],
  [GOOD, 8080],
  [GOOD, 0],
  ['127.0.0.1', 80],
  ['45.33.32.156', 80],
  ['localhost', 80],
  ['news.example', 80],
  ['127.1', 80],
  ['', 80],
])('refuses %s port %i without a dial', async (address, port) => {
  await expect(dialler.tcp(address, port, signal)).rejects.toBeInstanceOf(Refusal)
  expect(internet.dials).toEqual([])
})

it('does not begin when time is up', async () => {
  await expect(dialler.tcp(GOOD, 80, AbortSignal.abort())).rejects.toMatchObject({ name: 'Abandoned' })
  expect(internet.dials).toEqual([])
})

describe('failures', () => {
  it('of a connection that is refused', async () => {
    const error = await dialler.tcp('93.184.216.99', 80, signal).catch((error: unknown) => error)
    expect(tcpFailureName(error)).toBe('connection_refused_error')
  })

  it.each([
    ['an end', GOOD, 'eof_error'],
    ['a reset', '93.184.216.35', 'connection_reset'],
    ['no TLS', '93.184.216.36', 'ssl_failed_handshake'],
  ])('of a handshake: %s', async (_, address, name) => {
    const socket = await dialler.tcp(address, 443, signal)
    const error = await dialler.tls(socket, 'news.example', ['h2'], signal).catch((error: unknown) => error)
    expect(tlsFailureName(error)).toBe(name)
    expect(socket.destroyed).toBe(true)
  })

  it('of a handshake that never ends, when its time is up', async () => {
    const socket = await dialler.tcp('93.184.216.37', 443, signal)
    const error = await dialler
      .tls(socket, 'news.example', ['h2'], AbortSignal.timeout(100))
      .catch((error: unknown) => error)
    expect(tlsFailureName(error)).toBe('generic_timeout_error')
    expect(socket.destroyed).toBe(true)
  })
})
