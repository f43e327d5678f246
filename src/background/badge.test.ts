import { describe, expect, it, vi } from 'vitest'
import type { StatusRow } from '../history/read.ts'
import { aVerdict } from '../history/test-database.ts'

vi.mock('../platform/browser.ts', () => ({ browser: {} }))
const { badgeFor } = await import('./badge.ts')

const row = (status: Parameters<typeof aVerdict>[0], enabled = true) =>
  ({ target: { enabled }, latest: { verdict: aVerdict(status) } }) as unknown as StatusRow
const never = { target: { enabled: true }, latest: null } as unknown as StatusRow

describe('badgeFor', () => {
  it('counts what is blocked or slowed and on the list, and says nothing when all is well', () => {
    const rows = [
      row('blocked'),
      row('throttled'),
      row('blocked', false),
      row('down'),
      row('reachable'),
      never,
    ]
    expect(badgeFor(rows, 'online').text).toBe('2')
    expect(badgeFor([row('reachable'), never], 'online').text).toBe('')
    expect(badgeFor([], null).text).toBe('')
  })

  it.each(['offline', 'portal', 'national-only'] as const)(
    'speaks of the link alone when it is %s',
    (link) => {
      expect(badgeFor([row('blocked')], link)).toMatchObject({ text: '!' })
    },
  )
})
