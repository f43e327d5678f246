import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { LinkLook } from './last-look.ts'

let session: Record<string, unknown> = {}
vi.mock('../platform/browser.ts', () => ({
  browser: { storage: { session: { get: async () => session } } },
}))
const { lastLookOn, lookOfSession } = await import('./last-look.ts')

beforeEach(() => {
  session = {}
})

describe('the look of this session', () => {
  it('is read as the background told it', async () => {
    const link = { at: 5, connectivity: 'national-only', networkId: 'here' }
    session = { link }
    expect(await lookOfSession()).toEqual(link)
  })

  it.each([{}, { link: null }, { link: { at: 5, connectivity: 'splendid', networkId: 'here' } }])(
    'is none in %j',
    async (stored) => {
      session = stored
      expect(await lookOfSession()).toBeNull()
    },
  )
})

describe('the last look on a network', () => {
  const look = (at: number, networkId = 'here'): LinkLook => ({ at, networkId, connectivity: 'online' })

  it('is the newest, wherever it is kept', () => {
    expect(lastLookOn('here', [look(1), look(2)])?.at).toBe(2)
    expect(lastLookOn('here', [look(2), look(1)])?.at).toBe(2)
    expect(lastLookOn('here', [null, look(1)])?.at).toBe(1)
  })

  it('is not one of another network, however new', () => {
    expect(lastLookOn('here', [look(1), look(2, 'there')])?.at).toBe(1)
    expect(lastLookOn('here', [look(2, 'there'), null])).toBeNull()
  })
})
