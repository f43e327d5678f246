import { describe, expect, it } from 'vitest'
import { shots } from '../preview/shots.ts'
import { takeAll } from '../preview/take.ts'

/** One language of each direction: the others differ in words only, and `npm run screenshots` checks all of it. */
const LANGUAGES = ['en', 'ar'] as const
/** So many are done in time on a busy machine. */
const AT_ONCE = 16

describe.each(LANGUAGES)('every page in %s', (language) => {
  describe.each([true, false])('with access: %s', (access) => {
    const group = shots().filter(
      (shot) => shot.language === language && shot.access === access && shot.state !== 'outage',
    )
    const starts = group.map((_shot, at) => at).filter((at) => at % AT_ONCE === 0)

    it('is more than a few', () => expect(group.length).toBeGreaterThan(5))

    it.each(starts)('in light and dark: no error, nothing serious for axe-core (from %i)', async (at) => {
      const faults: string[] = []
      for await (const taken of takeAll(group.slice(at, at + AT_ONCE), { language, access })) {
        faults.push(...taken.faults.map((fault) => `${taken.name}: ${fault}`))
      }
      expect(faults).toEqual([])
    })
  })
})
