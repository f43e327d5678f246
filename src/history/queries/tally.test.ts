import { describe, expect, it } from 'vitest'
import { tallyOf } from './tally.ts'

describe('tallyOf', () => {
  it.each([
    ['nothing at all', [], { n: 0, blockedShare: null, restrictedShare: null }],
    [
      'only what says nothing',
      [{ counts: { untested: 3, inconclusive: 2 }, restricted: 0, engine: 2 }],
      { n: 0, unjudged: 5, blockedShare: null, restrictedShare: null },
    ],
    [
      'a night offline, which makes the share no better',
      [{ counts: { blocked: 1, reachable: 1, untested: 98 }, restricted: 0, engine: 2 }],
      { n: 2, blocked: 1, blockedShare: 0.5, restrictedShare: 0, unjudged: 98 },
    ],
    [
      'a page through a foreign root, which is reachable and restricted',
      [{ counts: { reachable: 4 }, restricted: 1, engine: 2 }],
      { n: 4, blocked: 0, restricted: 1, restrictedShare: 0.25 },
    ],
    [
      'a row from before it was counted: what was slowed or refused',
      [{ counts: { reachable: 2, throttled: 1, refused: 1 }, engine: 1 }],
      { n: 4, restricted: 2, restrictedShare: 0.5 },
    ],
    [
      'several rows',
      [
        { counts: { blocked: 1 }, restricted: 0, engine: 2 },
        { counts: { down: 1, reachable: 2 }, restricted: 0, engine: 2 },
      ],
      { n: 4, blocked: 1, blockedShare: 0.25 },
    ],
  ] as const)('%s', (_, rows, tally) => {
    expect(tallyOf(rows)).toMatchObject(tally)
  })
})
