import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SNAPSHOT_CONTEXT } from '../../core/protocol/control.ts'
import { testArea } from '../settings/test-area.ts'
import { readSnapshot, SNAPSHOT_KEY } from './snapshot-copy.ts'

const NOW = 1_700_000_000_000
const MINUTE = 60_000
const publisher = generateKeyPairSync('ed25519')
const key = publisher.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')
const source = { url: 'https://view.example/control/snapshot', key }

function published(createdAt: number, entry = ''): string {
  const text = JSON.stringify({
    version: 1,
    createdAt,
    expiresAt: createdAt + 60 * MINUTE,
    entries: entry ? [{ url: entry, at: createdAt, answer: ANSWER }] : [],
  })
  const signature = sign(null, Buffer.from(SNAPSHOT_CONTEXT + text), publisher.privateKey).toString('base64')
  return JSON.stringify({ snapshot: text, signature })
}
const ANSWER = {
  tcp_connect: {},
  http_request: { body_length: 1, failure: null, title: '', headers: {}, status_code: 200 },
  dns: { failure: null, addrs: [] },
}

/** The publisher's server, as it is asked. */
let asked: { url: string; init: RequestInit }[] = []
let serve: () => Response = () => new Response('', { status: 500 })
let now = NOW
let area = testArea()
const deps = () => ({ area, now: () => now, signal: new AbortController().signal })
const read = () => readSnapshot(source, deps())
const made = async () => (await read()).snapshot?.createdAt ?? null

beforeEach(() => {
  asked = []
  now = NOW
  area = testArea()
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ url, init })
    return serve()
  })
})
afterEach(() => void vi.restoreAllMocks())

describe('readSnapshot', () => {
  it('fetches the first one, as everybody does', async () => {
    const text = published(NOW - MINUTE)
    serve = () => new Response(text)
    expect(await read()).toMatchObject({
      snapshot: { createdAt: NOW - MINUTE },
      requests: 1,
      bytes: text.length,
    })
    expect(asked[0]?.url).toBe(source.url)
    expect(asked[0]?.init).toMatchObject({ method: 'GET', credentials: 'omit', redirect: 'error' })
    expect(asked[0]?.init.headers).toEqual({ accept: 'application/json' })
  })

  it('asks for none while ours is fresh', async () => {
    serve = () => new Response(published(NOW - MINUTE))
    await read()
    now = NOW + 13 * MINUTE
    expect(await read()).toMatchObject({ requests: 0, bytes: 0, snapshot: { createdAt: NOW - MINUTE } })
    expect(asked).toHaveLength(1)
  })

  it('then names ours by its content, never by the server’s word, and keeps it when there is none newer', async () => {
    const text = published(NOW - MINUTE)
    serve = () => new Response(text, { headers: { etag: '"user-4711"' } })
    await read()
    now = NOW + 20 * MINUTE
    serve = () => new Response(null, { status: 304 })
    expect(await made()).toBe(NOW - MINUTE)
    const tag = createHash('sha256').update(text).digest('base64url').slice(0, 22)
    expect(asked[1]?.init.headers).toEqual({
      accept: 'application/json',
      'if-none-match': `"${tag}", "${tag}-gzip"`,
    })
  })

  it('takes a newer one, and then no older one again, not even when all have expired', async () => {
    serve = () => new Response(published(NOW - MINUTE))
    await read()
    now = NOW + 20 * MINUTE
    serve = () => new Response(published(now))
    expect(await made()).toBe(now)
    serve = () => new Response(published(NOW - MINUTE))
    now = NOW + 40 * MINUTE
    expect(await made()).toBe(NOW + 20 * MINUTE)
    now = NOW + 90 * MINUTE
    serve = () => new Response(published(NOW + 35 * MINUTE))
    expect(await made()).toBe(NOW + 35 * MINUTE)
    now = NOW + 200 * MINUTE
    serve = () => new Response('', { status: 500 })
    expect(await made()).toBeNull()
    // The copy has gone, the memory of its time has not: this one would still be good.
    now = NOW + 80 * MINUTE
    serve = () => new Response(published(NOW + 30 * MINUTE))
    expect(await made()).toBeNull()
  })

  it.each<[string, () => Response | Error]>([
    ['cannot be reached', () => new TypeError('failed')],
    ['is busy', () => new Response('', { status: 503 })],
    ['says nonsense', () => new Response('<html>')],
  ])('keeps ours while it lasts when the publisher %s', async (_name, manner) => {
    serve = () => new Response(published(NOW - MINUTE))
    await read()
    now = NOW + 30 * MINUTE
    serve = () => {
      const made = manner()
      if (made instanceof Error) throw made
      return made
    }
    expect(await made()).toBe(NOW - MINUTE)
    now = NOW + 60 * MINUTE
    expect(await made()).toBeNull()
  })

  it('believes no copy that was changed on the disk, nor one of another publisher', async () => {
    serve = () => new Response(published(NOW - MINUTE))
    await read()
    const kept = area.items[SNAPSHOT_KEY] as { published: string }
    area.items[SNAPSHOT_KEY] = { ...kept, published: kept.published.replace('entries', 'entriez') }
    serve = () => new Response('', { status: 500 })
    expect(await made()).toBeNull()
    area.items[SNAPSHOT_KEY] = { ...kept, url: 'https://other.example/control/snapshot' }
    expect(await made()).toBeNull()
    area.items[SNAPSHOT_KEY] = kept
    expect(await made()).toBe(NOW - MINUTE)
  })

  it('works without a disk', async () => {
    area.set = () => Promise.reject(new Error('full'))
    area.get = () => Promise.reject(new Error('broken'))
    vi.spyOn(console, 'error').mockImplementation(() => {})
    serve = () => new Response(published(NOW - MINUTE, 'https://a.example/'))
    expect((await read()).snapshot?.entries[0]?.url).toBe('https://a.example/')
  })
})
