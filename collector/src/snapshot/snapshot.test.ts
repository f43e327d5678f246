import { createPublicKey, webcrypto } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import * as v from 'valibot'
import { afterAll, describe, expect, it } from 'vitest'
import {
  type ControlResponse,
  SignedSnapshotSchema,
  SNAPSHOT_CONTEXT,
  SNAPSHOT_PATH,
  SnapshotSchema,
} from '../../../core/protocol/control.ts'
import type { Measure } from '../control/measure.ts'
import { controlServer } from '../control/server.ts'
import { SnapshotPublisher } from './publisher.ts'
import { fileShelf, type Shelf } from './shelf.ts'
import { generateKey, isSignedBy, publicKeyOf, readKey, signSnapshot } from './signing.ts'

const { pem, publicKey } = generateKey()
const key = readKey(pem)
const URLS = [
  'https://a.example/',
  'https://b.example/',
  'https://c.example/',
  'https://d.example/',
  'https://e.example/',
]
const HOUR = 3_600_000

const answerOf = (failure: string | null): ControlResponse => ({
  tcp_connect: {},
  tls_handshake: {},
  quic_handshake: {},
  http_request: {
    body_length: 10,
    discovered_h3_endpoint: '',
    failure,
    title: 'é',
    headers: { Server: 'x', 'Set-Cookie': 'session=secret', 'Content-Security-Policy': 'y'.repeat(5000) },
    status_code: 200,
  },
  http3_request: null,
  dns: { failure: null, addrs: [] },
  ip_info: {},
})

function publisher(options: { measure?: Measure; now?: () => number; shelf?: Shelf; width?: number } = {}) {
  const told: string[] = []
  const made = new SnapshotPublisher({
    urls: URLS,
    key,
    measure: async () => answerOf(null),
    now: () => 1_000_000,
    log: (line) => told.push(line),
    ...options,
  })
  return { publisher: made, told }
}

const folders: string[] = []
const folder = async () => {
  const made = await mkdtemp(join(tmpdir(), 'fenceline-snapshot-'))
  folders.push(made)
  return made
}
afterAll(() => Promise.all(folders.map((one) => rm(one, { recursive: true }))))

describe('a signature', () => {
  const signed = signSnapshot({ version: 1, createdAt: 1, expiresAt: 2, entries: [] }, key)

  it('is good for the very text and key only', () => {
    expect(isSignedBy(signed, publicKey)).toBe(true)
    expect(isSignedBy({ ...signed, snapshot: `${signed.snapshot} ` }, publicKey)).toBe(false)
    expect(isSignedBy(signed, generateKey().publicKey)).toBe(false)
    expect(isSignedBy({ ...signed, signature: '' }, publicKey)).toBe(false)
  })

  it('is what WebCrypto, which the extension has, verifies over context and text', async () => {
    const raw = Buffer.from(publicKey, 'base64')
    expect(raw.length).toBe(32)
    expect(publicKey).toMatch(/^[A-Za-z0-9+/]{43}=$/)
    const imported = await webcrypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify'])
    const bytes = (text: string) => new TextEncoder().encode(text)
    const signature = Buffer.from(signed.signature, 'base64')
    const verify = (text: string) => webcrypto.subtle.verify('Ed25519', imported, signature, bytes(text))
    expect(await verify(SNAPSHOT_CONTEXT + signed.snapshot)).toBe(true)
    expect(await verify(signed.snapshot)).toBe(false)
  })

  it('the key comes back from its file, with words about it around', () => {
    expect(publicKeyOf(readKey(`Private key:\n${pem}\nPublic key: ${publicKey}`))).toBe(publicKey)
    expect(() => readKey('nothing')).toThrow('no private key')
    const pub = createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString()
    expect(() => readKey(pub)).toThrow('no private key')
  })
})

describe('a snapshot', () => {
  it('tells of every URL in the list, an hour long, without our cookies', async () => {
    const { publisher: made } = publisher()
    expect(made.current()).toBe(null)
    expect(await made.remake()).toBe(true)
    const signed = v.parse(SignedSnapshotSchema, JSON.parse(made.current()?.body.toString() ?? ''))
    expect(isSignedBy(signed, publicKey)).toBe(true)
    const snapshot = v.parse(SnapshotSchema, JSON.parse(signed.snapshot))
    expect(snapshot).toMatchObject({ version: 1, createdAt: 1_000_000, expiresAt: 1_000_000 + HOUR })
    expect(snapshot.entries.map(({ url }) => url)).toEqual(URLS)
    const { headers, title } = snapshot.entries[0]?.answer.http_request ?? {}
    expect(title).toBe('é')
    expect(headers).toEqual({ Server: 'x', 'Set-Cookie': '', 'Content-Security-Policy': 'y'.repeat(256) })
  })

  it('is built so many URLs at a time', async () => {
    let now = 0
    let most = 0
    const measure: Measure = async () => {
      most = Math.max(most, ++now)
      await new Promise((resolve) => setImmediate(resolve))
      now--
      return answerOf(null)
    }
    await publisher({ measure, width: 2 }).publisher.remake()
    expect(most).toBe(2)
  })

  it('asked for twice at once is made once', async () => {
    let looks = 0
    const measure: Measure = async () => {
      looks++
      return answerOf(null)
    }
    const { publisher: made } = publisher({ measure })
    await Promise.all([made.remake(), made.remake()])
    expect(looks).toBe(URLS.length)
  })
})

describe('the last good one', () => {
  it('stays while the next is made, and when that fails, until it expires', async () => {
    let now = 1_000_000
    let mode: 'fine' | 'throws' | 'all dead' = 'fine'
    let during: string | undefined = 'unset'
    const { publisher: made, told } = publisher({
      now: () => now,
      measure: async () => {
        during = made.current()?.tag
        if (mode === 'throws') throw new Error('out of sockets')
        return answerOf(mode === 'fine' ? null : 'unknown_error')
      },
    })
    await made.remake()
    const first = made.current()?.tag
    expect(first).toMatch(/^.{22}$/)
    now += 900_000
    mode = 'throws'
    expect(await made.remake()).toBe(false)
    expect(during).toBe(first)
    mode = 'all dead'
    expect(await made.remake()).toBe(false)
    expect(made.current()?.tag).toBe(first)
    expect(told).toEqual([
      `snapshot: none made: out of sockets; the last one stays until ${new Date(1_000_000 + HOUR).toISOString()}`,
      expect.stringContaining('only 0 of 5 pages answered'),
    ])
    now = 1_000_000 + HOUR
    expect(made.current()).toBe(null)
    await made.remake()
    expect(told.at(-1)).toMatch(/there is none$/)
    mode = 'fine'
    await made.remake()
    expect(made.current()?.tag).not.toBe(first)
  })

  it('comes back after a restart, if our key signed it and it still holds', async () => {
    const data = await folder()
    const first = publisher({ shelf: fileShelf(join(data, 'new'), publicKey) }).publisher
    await first.remake()
    const tag = first.current()?.tag
    const never: Measure = () => new Promise(() => {})
    const restart = async (now: number, by = publicKey) => {
      const { publisher: again } = publisher({
        measure: never,
        now: () => now,
        shelf: fileShelf(join(data, 'new'), by),
      })
      await again.start()
      again.stop()
      return again.current()?.tag
    }
    expect(await restart(1_000_000 + 600_000)).toBe(tag)
    expect(await restart(1_000_000 + HOUR)).toBeUndefined()
    expect(await restart(1_000_000, generateKey().publicKey)).toBeUndefined()
    const path = join(data, 'new', 'snapshot.json')
    await writeFile(path, (await readFile(path, 'utf8')).replace('a.example', 'z.example'))
    expect(await restart(1_000_000)).toBeUndefined()
    await writeFile(path, 'half a fi')
    expect(await restart(1_000_000)).toBeUndefined()
  })

  it('that cannot be saved is published all the same', async () => {
    const shelf: Shelf = {
      load: async () => null,
      save: async () => {
        throw new Error('disk full')
      },
    }
    const { publisher: made, told } = publisher({ shelf })
    expect(await made.remake()).toBe(true)
    expect(made.current()).not.toBe(null)
    expect(told).toEqual([expect.stringContaining('disk full')])
  })
})

describe('over HTTP', () => {
  const serving = async () => {
    const { publisher: made } = publisher()
    const app = await controlServer({ snapshot: () => made.current(), resolve: async () => [] })
    return { made, app }
  }

  it('503 before the first, 404 where there is no list', async () => {
    const { app } = await serving()
    const reply = await app.inject(SNAPSHOT_PATH)
    expect(reply.statusCode).toBe(503)
    expect(reply.headers['cache-control']).toBe('no-store')
    expect((await (await controlServer({ resolve: async () => [] })).inject(SNAPSHOT_PATH)).statusCode).toBe(
      404,
    )
  })

  it('the same bytes for everyone, packed where wanted, with a tag to ask by', async () => {
    const { made, app } = await serving()
    await made.remake()
    const plain = await app.inject(SNAPSHOT_PATH)
    expect(plain.statusCode).toBe(200)
    expect(plain.headers).toMatchObject({
      'content-type': expect.stringMatching(/^application\/json/),
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
      vary: 'accept-encoding',
    })
    expect(plain.headers['set-cookie']).toBeUndefined()
    const packed = await app.inject({ url: SNAPSHOT_PATH, headers: { 'accept-encoding': 'br, gzip;q=0.8' } })
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body)
    expect(packed.headers.etag).not.toBe(plain.headers.etag)
    const none = await app.inject({ url: SNAPSHOT_PATH, headers: { 'accept-encoding': 'gzip;q=0, br' } })
    expect(none.headers['content-encoding']).toBeUndefined()
    for (const known of [plain.headers.etag, `"x", W/${plain.headers.etag}`, '*']) {
      const same = await app.inject({ url: SNAPSHOT_PATH, headers: { 'if-none-match': String(known) } })
      expect([same.statusCode, same.body, same.headers.etag]).toEqual([304, '', plain.headers.etag])
    }
    const other = await app.inject({ url: SNAPSHOT_PATH, headers: { 'if-none-match': '"other"' } })
    expect(other.statusCode).toBe(200)
    expect((await app.inject({ method: 'HEAD', url: SNAPSHOT_PATH })).headers.etag).toBe(plain.headers.etag)
  })
})
