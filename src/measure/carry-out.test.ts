import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Look } from '../../core/verdict/plan.ts'
import { brokenBody, fakeRequests, type Serve } from './fake-requests.test-kit.ts'
import { FILTER_CANARIES } from './parties.ts'
import { TransferBudget } from './transfer-budget.ts'
import { Turns } from './turns.ts'

const device = { strips: true }
vi.mock('../platform/browser.ts', () => ({ browser: { storage: { local: { set: async () => {} } } } }))
vi.mock('../platform/permissions.ts', () => ({ mayReach: async () => true }))
vi.mock('../platform/no-cookies.ts', () => ({
  sendNoCookies: async () => {
    if (!device.strips) throw new Error('no rule')
  },
}))
const { lookingWith } = await import('./carry-out.ts')
const { Connections } = await import('./connections.ts')

const URL_ = 'https://news.example/'
const page = (role: 'target' | 'repeat'): Look => ({ kind: 'page', role, url: URL_, timeoutMs: 500 })

function looking(serve: Serve, over: { canaries?: boolean; neutral?: boolean; megabytes?: number } = {}) {
  const { canaries = true, neutral = true, megabytes = 0 } = over
  const requests = fakeRequests(serve)
  vi.stubGlobal('fetch', requests.fetch)
  const stop = new AbortController()
  const questions: unknown[] = []
  const carryOut = lookingWith({
    log: requests.log,
    connections: new Connections(),
    resolvers: [],
    country: 'KZ',
    signal: stop.signal,
    allowed: { canaries, neutral },
    control: {
      ask: async (look) => {
        questions.push(look)
        throw new Error('not asked here')
      },
    },
    fingerprints: null,
    turns: new Turns(),
    budget: new TransferBudget({ day: '', bytes: 0 }, megabytes * 1_000_000, () => 0),
  })
  const cutOff = new AbortController().signal
  const look = (one: Look) => carryOut(one, cutOff)
  return {
    ...requests,
    carryOut,
    look,
    stop,
    hosts: () => requests.asked.map(({ url }) => new URL(url).host),
  }
}

beforeEach(() => {
  device.strips = true
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('lookingWith', () => {
  it('shares references that are looked at together: the first to ask pays', async () => {
    const { carryOut, look, asked } = looking(() => new Response('success'))
    const [first, second] = await Promise.all([look({ kind: 'references' }), carryOut.references()])
    expect(new Set(asked.map(({ url }) => url)).size).toBe(asked.length)
    expect(first.map(({ requests }) => requests)).toEqual(first.map(() => 1))
    expect(second.map(({ requests }) => requests)).toEqual(first.map(() => 0))
  })

  it('looks again, once, when a change of network cut the references off', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    let changed = false
    const { carryOut } = looking(() => (changed ? new Response('') : { error: 'net::ERR_NETWORK_CHANGED' }))
    const seen = carryOut.references()
    await vi.advanceTimersByTimeAsync(1_000)
    changed = true
    await vi.advanceTimersByTimeAsync(10_000)
    expect((await seen).every(({ failure }) => failure === null)).toBe(true)
  })

  it('asks a page that froze again over a connection of its own, others as they were', async () => {
    const { look, asked } = looking(() => new Response(brokenBody('x'.repeat(12_000))))
    await look(page('target'))
    await look(page('repeat'))
    expect(asked.map(({ init }) => init.credentials)).toEqual(['omit', 'omit'])

    const frozen = () => new Response(new ReadableStream({ start: (c) => c.enqueue(new Uint8Array(12_000)) }))
    const stuck = looking((one) => {
      const { signal } = one.init
      const response = frozen()
      const reader = response.body?.getReader()
      return new Response(
        new ReadableStream({
          async start(controller) {
            controller.enqueue((await reader?.read())?.value)
            signal?.addEventListener('abort', () => controller.error(new DOMException('', 'AbortError')))
          },
        }),
      )
    })
    const [seen] = await stuck.look(page('target'))
    expect(seen).toMatchObject({ failure: { code: 'http.response.stalled' } })
    await stuck.look(page('repeat'))
    expect(stuck.asked.map(({ init }) => init.credentials)).toEqual(['omit', 'include'])
    device.strips = false
    await stuck.look(page('repeat'))
    expect(stuck.asked.at(-1)?.init.credentials).toBe('omit')
  })

  it('asks canaries once a sweep, and nobody without consent', async () => {
    const { look, hosts } = looking(() => new Response(''))
    await look({ kind: 'canaries' })
    const again = await look({ kind: 'canaries' })
    expect(hosts()).toEqual(FILTER_CANARIES.map((url) => new URL(url).host))
    expect(again.map(({ requests }) => requests)).toEqual([0, 0])
    const without = looking(() => new Response(''), { canaries: false, neutral: false })
    expect(await without.look({ kind: 'canaries' })).toEqual([])
    const address = {
      name: 'news.example',
      address: '93.184.216.34',
      scheme: 'https',
      timeoutMs: 100,
    } as const
    expect(await without.look({ kind: 'address', ...address, via: 'neutral' })).toEqual([])
    expect(without.hosts()).toEqual([])
    await without.look({ kind: 'address', ...address, via: 'literal' })
    expect(without.hosts()).toEqual(['93.184.216.34'])
  })

  it('takes no transfers without a budget, and with one closes what it opened', async () => {
    const without = looking(() => new Response(''))
    expect(await without.look({ kind: 'transfers', url: URL_ })).toEqual([])
    expect(without.hosts()).toEqual([])
    const { look, asked } = looking(() => new Response(new Uint8Array(50_000)), { megabytes: 10 })
    const seen = await look({ kind: 'transfers', url: URL_ })
    expect(seen.map((o) => o.kind === 'transfer' && o.side)).toEqual([
      'target',
      'control',
      'control',
      'target',
      'target',
    ])
    // The credentials' own connection is kept for a handshake look, which must open it.
    expect(new Set(asked.map(({ init }) => init.credentials))).toEqual(new Set(['omit']))
  })

  it('asks no system resolver where the browser has none', async () => {
    const { look } = looking(() => new Response(''))
    expect(await look({ kind: 'system-dns', name: 'news.example' })).toEqual([])
  })
})
