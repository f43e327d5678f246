import { generateKeyPairSync, sign } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SNAPSHOT_CONTEXT } from '../../core/protocol/control.ts'
import { CONSENT_TEXT_VERSION } from '../settings/consent.ts'
import { defaultSettings } from '../settings/defaults.ts'
import type { Settings } from '../settings/settings.ts'
import { testArea } from '../settings/test-area.ts'

const device = {
  reachable: (_url: string) => true,
  strip: async () => {},
  stripped: [] as unknown[],
  local: testArea(),
}
vi.mock('../platform/browser.ts', () => ({
  browser: {
    storage: {
      get local() {
        return device.local
      },
    },
  },
}))
vi.mock('../platform/permissions.ts', () => ({ mayReach: async (url: string) => device.reachable(url) }))
vi.mock('../platform/strip-headers.ts', () => ({
  stripHeaders: async (user: unknown, requests: unknown) => {
    device.stripped.push([user, requests])
    await device.strip()
  },
}))
const { makeControl } = await import('./control.ts')
const { CONTROL_HELPERS } = await import('./parties.ts')
const { RequestLog } = await import('./request-log.ts')

const A = 'https://a.control.example/'
const B = 'https://b.control.example/'
const SITE = 'https://news.example/'
const settings: Settings = {
  ...defaultSettings(''),
  consent: { at: 1, textVersion: CONSENT_TEXT_VERSION },
  secondOpinions: true,
  controlHelpers: [A, B],
}
const ANSWER = {
  tcp_connect: {},
  http_request: { body_length: 9, failure: null, title: 'News', headers: {}, status_code: 200 },
  dns: { failure: null, addrs: ['93.184.216.34'] },
}
const answering = () => Response.json(ANSWER)

type Serve = (init: RequestInit) => Response | Promise<Response>
let asked: { url: string; init: RequestInit }[] = []
let servers: Record<string, Serve> = {}

beforeEach(() => {
  Object.assign(device, { reachable: () => true, strip: async () => {}, stripped: [], local: testArea() })
  asked = []
  servers = { [A]: answering, [B]: answering }
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ url, init })
    return servers[url]?.(init) ?? Promise.reject(new TypeError('failed'))
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const control = (over: Partial<Settings> = {}, signal = new AbortController().signal) =>
  makeControl({ settings: { ...settings, ...over }, log: new RequestLog(), signal })
const look = (url = SITE) => ({ url, addresses: ['93.184.216.34'] })
const order = () => asked.map(({ url }) => url)

describe('a question to the helpers', () => {
  it('goes to the first, once its headers are stripped', async () => {
    const seen = await (await control()).ask(look())
    expect(seen).toMatchObject({
      v: 2,
      kind: 'control',
      helper: 'a.control.example',
      source: 'helper',
      url: SITE,
      answer: { http: { status: 200, title: 'News' }, dns: { addresses: ['93.184.216.34'] } },
      failure: null,
      requests: 1,
    })
    expect(seen.bytes).toBeGreaterThan(100)
    expect(seen.takenAt).toBe(seen.at)
    expect(device.stripped).toEqual([['control', [A, B].map((url) => ({ method: 'post', url }))]])
    expect(asked[0]?.init).toMatchObject({
      method: 'POST',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    })
    expect(JSON.parse(String(asked[0]?.init.body))).toMatchObject({
      http_request: SITE,
      tcp_connect: ['93.184.216.34:443', '93.184.216.34:80'],
    })
  })

  it.each<[string, Serve]>([
    ['is busy', () => new Response('', { status: 503 })],
    ['refuses', () => new Response('{}', { status: 400 })],
    ['says nonsense', () => new Response('<html>')],
    ['says something else', () => Response.json({ hello: 1 })],
    ['cannot be reached, or sends us elsewhere', () => Promise.reject(new TypeError('failed'))],
    ['never ends', () => new Response(`${JSON.stringify(ANSWER)}${' '.repeat(1024 * 1024)}`)],
  ])('goes on to the next when the first %s', async (_name, serve) => {
    servers[A] = serve
    const seen = await (await control()).ask(look())
    expect(seen).toMatchObject({ helper: 'b.control.example', failure: null, requests: 2 })
    expect(order()).toEqual([A, B])
  })

  it('goes on beside a silent one after 15 s, which is then let go', async () => {
    vi.useFakeTimers()
    let letGo = false
    servers[A] = ({ signal }) =>
      new Promise((_, reject) =>
        signal?.addEventListener('abort', () => {
          letGo = true
          reject(signal.reason)
        }),
      )
    const asking = (await control()).ask(look())
    await vi.advanceTimersByTimeAsync(14_900)
    expect(order()).toEqual([A])
    await vi.advanceTimersByTimeAsync(200)
    expect(await asking).toMatchObject({ helper: 'b.control.example' })
    expect(letGo).toBe(true)
  })

  it('ends without an answer in 22 s, whoever is silent', async () => {
    vi.useFakeTimers()
    servers = { [A]: () => new Promise(() => {}), [B]: () => new Promise(() => {}) }
    const asking = (await control()).ask(look())
    await vi.advanceTimersByTimeAsync(22_000)
    expect(await asking).toMatchObject({ answer: null, failure: { code: 'timed_out' }, requests: 2 })
  })

  it('without an answer says why, of the last one', async () => {
    servers = { [A]: () => new Response('', { status: 503 }), [B]: () => new Response('', { status: 502 }) }
    const seen = await (await control()).ask(look())
    expect(seen).toMatchObject({
      answer: null,
      helper: 'b.control.example',
      failure: { code: 'http.error', raw: 'status 502' },
    })
  })

  it('is put once for each URL: whoever asks again shares the answer at no cost', async () => {
    const sweep = await control()
    const all = await Promise.all([
      sweep.ask(look()),
      sweep.ask(look()),
      sweep.ask(look('https://other.example/')),
    ])
    expect(asked).toHaveLength(2)
    expect(all.map(({ requests }) => requests)).toEqual([1, 0, 1])
    expect(await sweep.ask(look())).toMatchObject({
      requests: 0,
      bytes: 0,
      answer: { http: { title: 'News' } },
    })
    expect(device.stripped).toHaveLength(1)
  })

  it('is put by twelve targets at once, not more', async () => {
    let open = 0
    let most = 0
    servers[A] = async () => {
      most = Math.max(most, ++open)
      await new Promise((resolve) => setTimeout(resolve, 1))
      open--
      return answering()
    }
    const sweep = await control()
    const urls = Array.from({ length: 40 }, (_, i) => `https://site-${i}.example/`)
    const all = await Promise.all(urls.map((url) => sweep.ask(look(url))))
    expect(all.every(({ answer }) => answer !== null)).toBe(true)
    expect(most).toBe(12)
  })

  it('is never put while headers cannot be stripped', async () => {
    device.strip = () => Promise.reject(new Error('no rules'))
    const seen = await (await control()).ask(look())
    expect(seen).toMatchObject({
      answer: null,
      requests: 0,
      failure: { code: 'local.resources', raw: 'Error: no rules' },
    })
    expect(asked).toEqual([])
  })

  it('is never put about the user’s own network', async () => {
    const seen = await (await control()).ask(look('http://192.168.1.1/'))
    expect(seen).toMatchObject({ answer: null, failure: { code: 'local.blocked_by_policy' } })
    expect(asked).toEqual([])
  })

  it('is not put to a helper that the user did not let us reach, nor to one taken back meanwhile', async () => {
    device.reachable = (url) => url !== A
    const sweep = await control()
    expect(await sweep.ask(look())).toMatchObject({ helper: 'b.control.example' })
    device.reachable = () => false
    expect(await sweep.ask(look('https://other.example/'))).toMatchObject({
      answer: null,
      requests: 0,
      failure: { code: 'local.permission' },
    })
    expect(order()).toEqual([B])
  })

  it('ends when the user stops', async () => {
    const stop = new AbortController()
    servers[A] = () => new Promise(() => {})
    const asking = (await control({}, stop.signal)).ask(look())
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    stop.abort()
    expect(await asking).toMatchObject({ answer: null })
    expect(order()).toEqual([A])
  })
})

describe('whether anybody can be asked', () => {
  it.each<[string, Partial<Settings>, boolean]>([
    ['agreed, helpers named', {}, true],
    ['agreed, built-in helpers', { controlHelpers: null }, true],
    ['the switch is off', { secondOpinions: false }, false],
    ['agreed to the text before', { consent: { at: 1, textVersion: 1 } }, false],
    ['no helper wanted', { controlHelpers: [] }, false],
    ['no helper wanted, a publisher named', { controlHelpers: [], snapshot: { url: SITE, key: '' } }, true],
  ])('%s: %s', async (_name, over, available) => {
    expect((await control(over)).available).toBe(available)
    expect(asked).toEqual([])
    expect(device.stripped).toEqual([])
  })

  it('nobody, when no host may be reached', async () => {
    device.reachable = () => false
    expect((await control()).available).toBe(false)
  })

  it('asks the built-in helpers in their order', async () => {
    await (await control({ controlHelpers: null })).ask(look()).catch(() => null)
    expect(order()).toEqual(CONTROL_HELPERS.map(({ url }) => url))
  })
})

describe('the published view', () => {
  const publisher = generateKeyPairSync('ed25519')
  const key = publisher.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')
  const snapshot = { url: 'https://view.example/control/snapshot', key }
  const publish = (expiresIn: number) => () => {
    const now = Date.now()
    const entries = [{ url: SITE, at: now - 120_000, answer: ANSWER }]
    const text = JSON.stringify({ version: 1, createdAt: now - 60_000, expiresAt: now + expiresIn, entries })
    const signature = sign(null, Buffer.from(SNAPSHOT_CONTEXT + text), publisher.privateKey).toString(
      'base64',
    )
    return Response.json({ snapshot: text, signature })
  }

  it('is preferred to a question, fetched once, and paid for once', async () => {
    servers[snapshot.url] = publish(3_600_000)
    const sweep = await control({ snapshot })
    const seen = await sweep.ask(look())
    expect(seen).toMatchObject({
      helper: 'view.example',
      source: 'snapshot',
      requests: 1,
      answer: { http: { title: 'News' } },
    })
    expect(seen.takenAt).toBeLessThanOrEqual(seen.at - 119_000)
    await sweep.ask(look(`${SITE}#part`))
    expect(order()).toEqual([snapshot.url])
    const posted = [A, B].map((url) => ({ method: 'post', url }))
    expect(device.stripped).toEqual([['control', [...posted, { method: 'get', url: snapshot.url }]]])
    // Nothing of the target is in what was sent.
    expect(JSON.stringify(asked)).not.toContain('news.example')
  })

  it('says nothing of other sites: those are asked about singly', async () => {
    servers[snapshot.url] = publish(3_600_000)
    const sweep = await control({ snapshot })
    expect(await sweep.ask(look('https://own.example/'))).toMatchObject({ source: 'helper', requests: 2 })
    expect(await sweep.ask(look('https://mine.example/'))).toMatchObject({ source: 'helper', requests: 1 })
  })

  it('is all there is when no helper is wanted', async () => {
    servers[snapshot.url] = publish(3_600_000)
    const sweep = await control({ snapshot, controlHelpers: [] })
    expect(await sweep.ask(look('https://own.example/'))).toMatchObject({
      answer: null,
      failure: { code: 'local.permission' },
    })
    expect(order()).toEqual([snapshot.url])
  })

  it('is not believed any more when it expires in the middle of a sweep', async () => {
    servers[snapshot.url] = publish(1_000)
    vi.useFakeTimers({ toFake: ['Date'] })
    const sweep = await control({ snapshot })
    expect(await sweep.ask(look())).toMatchObject({ source: 'snapshot' })
    vi.setSystemTime(Date.now() + 2_000)
    expect(await sweep.ask(look(`${SITE}#later`))).toMatchObject({ source: 'helper' })
  })

  it('that cannot be had leaves the question', async () => {
    expect(await (await control({ snapshot })).ask(look())).toMatchObject({ source: 'helper', failure: null })
  })
})
