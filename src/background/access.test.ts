import { describe, expect, it, vi } from 'vitest'
import { SITE } from '../../core/verdict/cases/case.test-kit.ts'
import { DNS_CASES } from '../../core/verdict/cases/dns.test-kit.ts'
import { judge } from '../../core/verdict/judge.ts'

vi.mock('../platform/browser.ts', () => ({ browser: {} }))
const { isOutdated } = await import('./access.ts')

const seen = DNS_CASES.find((c) => c.expect.status === 'blocked')?.seen ?? []
const look = (allSites: boolean) => judge({ url: SITE, browser: 'chromium', allSites, observations: seen })
const lacking: { reason: 'permission'; rules: string[] } = { reason: 'permission', rules: [] }
const listed = { own: true, allSites: false }
const all = { own: true, allSites: true }
const none = { own: false, allSites: false }

describe('a look under another access', () => {
  it('is outdated when what it lacked is given, or what it had is taken', () => {
    expect(isOutdated(lacking, listed)).toBe(true)
    expect(isOutdated(lacking, none)).toBe(false)
    expect(isOutdated(look(true), none)).toBe(true)
    expect(isOutdated(look(true), listed)).toBe(false)
  })

  it('is outdated when the ceiling it was judged under is lifted', () => {
    expect(look(false)).toMatchObject({ status: 'blocked', mechanism: 'unknown' })
    expect(isOutdated(look(false), all)).toBe(true)
    expect(isOutdated(look(false), listed)).toBe(false)
    expect(isOutdated(look(true), all)).toBe(false)
  })
})
