import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeRequests, type Serve } from './fake-requests.test-kit.ts'
import { FILTER_CANARIES } from './parties.ts'

const device = { reachable: (_url: string) => true }
vi.mock('../platform/browser.ts', () => ({ browser: {} }))
vi.mock('../platform/permissions.ts', () => ({ mayReach: async (url: string) => device.reachable(url) }))
const { lookAtCanaries } = await import('./canaries.ts')

function look(serve: Serve) {
  const requests = fakeRequests(serve)
  vi.stubGlobal('fetch', requests.fetch)
  return lookAtCanaries(requests.log, new AbortController().signal).then((seen) => ({ seen, ...requests }))
}
beforeEach(() => {
  device.reachable = () => true
})
afterEach(() => void vi.unstubAllGlobals())

describe('lookAtCanaries', () => {
  it('asks every name once, and says how each ended', async () => {
    const [ads, canary] = FILTER_CANARIES
    const { seen, asked } = await look(({ url }) =>
      url === ads ? { error: 'net::ERR_NAME_NOT_RESOLVED' } : new Response('', { status: 404 }),
    )
    expect(asked.map(({ url }) => url)).toEqual(FILTER_CANARIES)
    const name = (url = '') => new URL(url).hostname
    expect(seen).toMatchObject([
      { v: 2, kind: 'canary', name: name(ads), failure: { code: 'dns.name_not_resolved' } },
      { v: 2, kind: 'canary', name: name(canary), failure: null, addresses: [] },
    ])
  })

  it('asks only those whose host the user let us reach', async () => {
    device.reachable = (url) => url !== FILTER_CANARIES[0]
    const { asked } = await look(() => new Response(''))
    expect(asked.map(({ url }) => url)).toEqual(FILTER_CANARIES.slice(1))
  })
})
