import { describe, expect, it } from 'vitest'
import { PACE } from './pace.ts'
import { earliness, isGap, looksAgain, rhythmIn } from './rhythm.ts'

describe('a gap', () => {
  it.each([
    [null, 1_000, false],
    [0, 250, false],
    [0, 251, true],
    // A clock that was set back.
    [1_000, 0, false],
  ] as const)('from %s to %i: %s', (since, now, gap) => expect(isGap(since, now, 100)).toBe(gap))
})

describe('a second look soon', () => {
  it.each([
    [null, 'online', 'start', false],
    [null, 'offline', 'beat', true],
    ['online', 'online', 'beat', false],
    ['online', 'offline', 'beat', true],
    ['offline', 'offline', 'beat', false],
    ['offline', 'online', 'sweep', true],
    ['offline', 'portal', 'beat', true],
    // Bad right after a pause: perhaps only not up yet.
    ['offline', 'offline', 'wake', true],
    ['online', 'online', 'wake', false],
    // Only once.
    ['online', 'offline', 'again', false],
  ] as const)('after %s it is %s, by a %s: %s', (before, connectivity, cause, again) => {
    expect(looksAgain(before, { connectivity, cause })).toBe(again)
  })
})

it('lets what rides along come no earlier than jitter may part them', () => {
  expect(earliness(PACE)).toBe(60_000)
})

it('is remembered by the next worker, changed one after another, and nothing when damaged', async () => {
  const kept: Record<string, unknown> = {}
  const area = {
    get: async (key: string) => ({ [key]: kept[key] }),
    set: async (items: Record<string, unknown>) => void Object.assign(kept, items),
  }
  const rhythm = rhythmIn(area)
  await Promise.all(Array.from({ length: 9 }, () => rhythm.change(({ turn }) => ({ turn: turn + 1 }))))
  await rhythm.change(() => ({ pending: 'wake', awakeAt: 5 }))
  expect(await rhythmIn(area).read()).toMatchObject({ turn: 9, pending: 'wake', awakeAt: 5, tickedAt: null })
  kept.heartbeat = { turn: -1 }
  expect(await rhythmIn(area).read()).toMatchObject({ turn: 0, pending: null })
})
