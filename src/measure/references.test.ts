import { afterEach, describe, expect, it, vi } from 'vitest'
import { brokenBody, fakeRequests, type Serve } from './fake-requests.test-kit.ts'
import type { Reference } from './references.ts'

vi.mock('../platform/browser.ts', () => ({ browser: {} }))
const { lookAtReference, referencesFor } = await import('./references.ts')

const CHECK: Reference = {
  group: 'portal',
  url: 'http://check.example/',
  expected: { url: 'http://check.example/', status: 200, body: 'success' },
}
const HOST: Reference = { group: 'foreign', url: 'https://host.example/', expected: null }

function look(reference: Reference, serve: Serve, timeoutMs = 5_000) {
  const requests = fakeRequests(serve)
  vi.stubGlobal('fetch', requests.fetch)
  return lookAtReference(requests.log, reference, new AbortController().signal, timeoutMs)
}
afterEach(() => void vi.unstubAllGlobals())

describe('a portal check', () => {
  it('is whole with the very answer', async () => {
    expect(await look(CHECK, () => new Response('success\n'))).toMatchObject({ ok: true, altered: false })
  })
  it('is altered by another page, by another status and by a demand for a login', async () => {
    for (const answer of [
      () => new Response('<h1>Welcome to the hotel</h1>'),
      () => new Response('success', { status: 403 }),
      () => new Response('login', { status: 511 }),
    ]) {
      expect(await look(CHECK, answer)).toMatchObject({ ok: false, altered: true, failure: null })
    }
  })
  it("is neither whole nor altered when its server or somebody's proxy is broken", async () => {
    for (const status of [500, 502, 503, 504]) {
      const seen = await look(CHECK, () => new Response('oops', { status }))
      expect(seen).toMatchObject({ ok: false, altered: false, status })
    }
  })
  it('has failed, not been altered, when its body breaks off', async () => {
    const seen = await look(CHECK, () => new Response(brokenBody('succ')))
    expect(seen).toMatchObject({ ok: false, altered: false, failure: { stage: 'body' } })
  })
  it('has failed, not been altered, when its body does not come in time', async () => {
    const stuck = () => new Response(new ReadableStream({ start: (c) => c.enqueue(new Uint8Array([115])) }))
    // Only a real fetch breaks the body at the deadline; here the stream does it itself.
    const late = async () => {
      const { body } = stuck()
      const reader = body?.getReader()
      return new Response(
        new ReadableStream({
          async pull(controller) {
            const { value } = (await reader?.read()) ?? {}
            if (value) controller.enqueue(value)
            await vi.waitUntil(() => performance.now() - begun > 60)
            controller.error(new DOMException('timed out', 'TimeoutError'))
          },
        }),
      )
    }
    const begun = performance.now()
    const seen = await look(CHECK, late, 50)
    expect(seen).toMatchObject({ ok: false, altered: false, failure: { code: 'http.response.stalled' } })
  })
})

describe('a reference host', () => {
  it('is up with any answer, a broken body included', async () => {
    expect(await look(HOST, () => new Response('', { status: 503 }))).toMatchObject({ ok: true, status: 503 })
    expect(await look(HOST, () => new Response(brokenBody('x')))).toMatchObject({ ok: true, failure: null })
  })
  it('tells how it failed', async () => {
    const seen = await look(HOST, () => ({ error: 'net::ERR_CONNECTION_RESET' }))
    expect(seen).toMatchObject({ ok: false, failure: { code: 'tcp.reset' } })
    expect(await look(HOST, () => 'silence', 30)).toMatchObject({ failure: { code: 'timed_out' } })
  })
  it('is asked without cookies and not followed', async () => {
    const requests = fakeRequests(() => new Response(''))
    vi.stubGlobal('fetch', requests.fetch)
    await lookAtReference(requests.log, HOST, new AbortController().signal)
    expect(requests.asked[0]?.init).toMatchObject({
      credentials: 'omit',
      redirect: 'manual',
      cache: 'no-store',
    })
  })
  it('belongs to the country, or to the world', () => {
    const groups = (country: string) => new Set(referencesFor(country).map(({ group }) => group))
    expect(groups('KZ')).toContain('in-country')
    expect(groups('')).not.toContain('in-country')
  })
})
