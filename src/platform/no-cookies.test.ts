import { beforeEach, describe, expect, it, vi } from 'vitest'

interface Rule {
  id: number
  action: { requestHeaders: { header: string }[]; responseHeaders: { header: string }[] }
  condition: { tabIds: number[]; initiatorDomains: string[]; resourceTypes: string[] }
}
const rules = { there: [] as Rule[], updates: 0, takes: true }
const declarativeNetRequest = {
  getSessionRules: async () => structuredClone(rules.there),
  updateSessionRules: async ({ addRules }: { addRules: Rule[] }) => {
    rules.updates++
    if (rules.takes) rules.there = structuredClone(addRules)
  },
}
const runtime = { getURL: (path: string) => `moz-extension://0f1e2d3c-own/${path}` }
vi.mock('./browser.ts', () => ({ browser: { declarativeNetRequest, runtime } }))
const { sendNoCookies } = await import('./no-cookies.ts')

beforeEach(() => Object.assign(rules, { there: [], updates: 0, takes: true }))

describe('sendNoCookies', () => {
  it.each(['cookie', 'authorization', 'origin'])('takes %s from what we send', async (header) => {
    await sendNoCookies()
    expect(rules.there[0]?.action.requestHeaders).toContainEqual({ header, operation: 'remove' })
  })
  it('lets no site keep a cookie', async () => {
    await sendNoCookies()
    expect(rules.there[0]?.action.responseHeaders).toEqual([{ header: 'set-cookie', operation: 'remove' }])
  })
  it("is about our own background's requests alone", async () => {
    await sendNoCookies()
    expect(rules.there[0]?.condition).toEqual({
      tabIds: [-1],
      initiatorDomains: ['0f1e2d3c-own'],
      resourceTypes: ['xmlhttprequest', 'websocket'],
    })
  })
  it('asks the browser once', async () => {
    await sendNoCookies()
    await sendNoCookies()
    expect(rules.updates).toBe(1)
  })
  it('rejects when the browser did not take it', async () => {
    rules.takes = false
    await expect(sendNoCookies()).rejects.toThrow()
  })
})
