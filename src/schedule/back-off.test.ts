import { describe, expect, it } from 'vitest'
import { failed, page } from '../../core/verdict/observe.test-kit.ts'
import { restsAfterReset } from './back-off.ts'

const HOUR = 3_600_000
const SITE = 'https://site.example/'

describe('restsAfterReset', () => {
  it('lets a reset target rest for four intervals, and no longer', () => {
    const last = { at: 0, observations: [failed(SITE, 'tcp.reset')].flat() }
    expect([1, 2, 3].map((n) => restsAfterReset(last, HOUR, n * HOUR))).toEqual([true, true, true])
    expect(restsAfterReset(last, HOUR, 4 * HOUR)).toBe(false)
  })

  it('lets no other target rest', () => {
    expect(restsAfterReset(null, HOUR, 0)).toBe(false)
    expect(restsAfterReset({ at: 0, observations: [page(SITE)].flat() }, HOUR, 0)).toBe(false)
    expect(restsAfterReset({ at: 0, observations: [failed(SITE, 'timed_out')].flat() }, HOUR, 0)).toBe(false)
  })
})
