import { describe, expect, it } from 'vitest'
import { shots } from '../preview/shots.ts'
import { takeAll } from '../preview/take.ts'

/** One language of each direction: the others differ in words only, and `npm run screenshots` checks all of it. */
const LANGUAGES = ['en', 'ar'] as const

describe.each(LANGUAGES)('every page in %s', (language) => {
  it.each([true, false])(
    'in light and dark: no error, nothing serious for axe-core (access: %s)',
    async (access) => {
      const group = shots().filter(
        (shot) => shot.language === language && shot.access === access && shot.state !== 'outage',
      )
      expect(group.length).toBeGreaterThan(5)
      const faults: string[] = []
      for await (const taken of takeAll(group, { language, access })) {
        faults.push(...taken.faults.map((fault) => `${taken.name}: ${fault}`))
      }
      expect(faults).toEqual([])
    },
  )
})
