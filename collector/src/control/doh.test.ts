import { createServer } from 'node:https'
import { decode, encode } from 'dns-packet'
import { afterAll, describe, expect, it } from 'vitest'
import { createAuthorities, Issuer } from '../../../e2e/lab/certificates.ts'
import { dohResolver } from './doh.ts'
import { listening } from './internet.test-kit.ts'
import { lookUp } from './look-up.ts'
import { HelperTrouble } from './refusal.ts'

const closing: (() => void)[] = []
afterAll(() => {
  for (const close of closing) close()
})

/** A resolver whose answer is what `answer` makes of the question; null for one that says nothing. */
async function resolverWith(answer: (type: string) => Buffer | number | null) {
  const authorities = await createAuthorities()
  const leaf = await new Issuer(authorities).leaf(['dns.example'], 'valid')
  const asked: {
    method: string | undefined
    type: string | undefined
    name: string | undefined
    id: number | undefined
  }[] = []
  const server = createServer(leaf, (request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const { questions, id } = decode(Buffer.concat(pieces))
      const type = questions?.[0]?.type ?? ''
      asked.push({
        method: request.method,
        type: request.headers['content-type'],
        name: questions?.[0]?.name,
        id,
      })
      const made = answer(type)
      if (made === null) return
      if (typeof made === 'number') response.writeHead(made).end()
      else response.writeHead(200, { 'content-type': 'application/dns-message' }).end(made)
    })
  })
  const port = await listening(server)
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const place = { name: 'dns.example', addresses: ['127.0.0.1'], path: '/dns-query', port }
  return { asked, resolve: dohResolver({ ...place, ca: [authorities.lab.certificate] }), place }
}

const message = (code: number, ...answers: object[]) =>
  encode({ type: 'response', id: 0, flags: code, questions: [], answers: answers as never })
const signal = new AbortController().signal

describe('DNS over HTTPS', () => {
  it('asks as RFC 8484 wants it, and takes the addresses behind aliases', async () => {
    const { asked, resolve } = await resolverWith((type) =>
      message(
        0,
        { type: 'CNAME', name: 'site.example', data: 'other.example' },
        type === 'A'
          ? { type: 'A', name: 'other.example', data: '93.184.216.34' }
          : { type: 'AAAA', name: 'other.example', data: '2606:4700::1' },
      ),
    )
    expect(await lookUp(resolve, 'site.example', 2000)).toEqual(['93.184.216.34', '2606:4700::1'])
    expect(asked).toEqual(
      [1, 2].map(() => ({
        method: 'POST',
        type: 'application/dns-message',
        name: 'site.example',
        id: 0,
      })),
    )
  })

  it.each([
    ['no such name', 3, 'nxdomain'],
    ['server failure', 2, 'server-failure'],
    ['refused', 5, 'server-failure'],
  ] as const)('%s', async (_, code, kind) => {
    const { resolve } = await resolverWith(() => message(code))
    await expect(resolve('site.example', 'A', signal)).rejects.toMatchObject({ name: 'DnsFailure', kind })
    await expect(lookUp(resolve, 'site.example', 2000)).rejects.toMatchObject({ kind })
  })

  it.each([
    ['an HTTP error', 500],
    ['no DNS message', Buffer.from('hello')],
    ['more than a DNS message', Buffer.alloc(100_000)],
  ] as const)('%s is our trouble, not the site', async (_, answer) => {
    const { resolve } = await resolverWith(() => (typeof answer === 'number' ? answer : Buffer.from(answer)))
    await expect(resolve('site.example', 'A', signal)).rejects.toMatchObject({ kind: 'unreachable' })
  })

  it('silence is a time-out', async () => {
    const { resolve } = await resolverWith(() => null)
    await expect(lookUp(resolve, 'site.example', 200)).rejects.toMatchObject({ kind: 'timeout' })
  })

  it('one family is enough', async () => {
    const { resolve } = await resolverWith((type) =>
      type === 'A' ? message(2) : message(0, { type: 'AAAA', name: 'site.example', data: '2606:4700::1' }),
    )
    expect(await lookUp(resolve, 'site.example', 2000)).toEqual(['2606:4700::1'])
  })

  it('a resolver that takes no connection is our trouble, not the site', async () => {
    const { place } = await resolverWith(() => null)
    const probe = createServer()
    const port = await listening(probe)
    await new Promise((resolve) => probe.close(resolve))
    await expect(lookUp(dohResolver({ ...place, port }), 'site.example', 2000)).rejects.toBeInstanceOf(
      HelperTrouble,
    )
  })

  it('a resolver without a certificate for its name is not believed', async () => {
    const { place, asked } = await resolverWith(() => message(3))
    await expect(dohResolver(place)('site.example', 'A', signal)).rejects.toMatchObject({
      kind: 'unreachable',
    })
    expect(asked).toEqual([])
  })
})
