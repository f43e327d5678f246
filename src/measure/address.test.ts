import { describe, expect, it, vi } from 'vitest'

vi.mock('../platform/browser.ts', () => ({ browser: {} }))
const { hostFor } = await import('./address.ts')

describe('hostFor', () => {
  it('is the address itself, in brackets where URLs want them', () => {
    expect(hostFor('93.184.216.34', 'literal')).toBe('93.184.216.34')
    expect(hostFor('2606:2800:220:1::1', 'literal')).toBe('[2606:2800:220:1::1]')
  })

  it('is a name that leads there and says nothing of the site', () => {
    expect(hostFor('93.184.216.34', 'neutral')).toBe('93-184-216-34.sslip.io')
    expect(hostFor('2606:2800:220:1::1', 'neutral')).toBe('2606-2800-220-1-0-0-0-1.sslip.io')
  })

  it('has no label that begins or ends with a dash', () => {
    expect(hostFor('2a00::', 'neutral')).toBe('2a00-0-0-0-0-0-0-0.sslip.io')
  })
})
