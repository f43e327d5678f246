import { describe, expect, it, vi } from 'vitest'
import { failed } from '../../core/verdict/observe.test-kit.ts'
import { recordMeasurement } from '../history/record.ts'
import { seedTargets, setTargetInterval } from '../history/targets.ts'
import { aLook, aVerdict, freshHistory } from '../history/test-database.ts'
import { defaultSettings } from '../settings/defaults.ts'
import type { DueOn } from './targets-due.ts'

const which = vi.hoisted(() => ({ BROWSER: 'firefox' }))
vi.mock('../platform/which.ts', () => which)
const { periodOf, targetsDue, targetsEnabled } = await import('./targets-due.ts')

const HOUR = 3_600_000
const NOW = 1_700_000_000_000
const target = (host: string, enabled = true) => {
  const url = `https://${host}/`
  return { id: url, url, category: 'NEWS', group: 'news' as const, sensitive: false, enabled, addedAt: 0 }
}

async function historyWithReset() {
  const history = freshHistory()
  const seeds = [target('reset.example'), target('fine.example'), target('off.example', false)]
  await history.withDb((db) => seedTargets(db, seeds))
  const look = aLook({
    at: NOW - HOUR,
    targetId: 'https://reset.example/',
    url: 'https://reset.example/',
    networkId: 'n',
    verdict: aVerdict('blocked', 'tls-sni'),
    observations: [failed('https://reset.example/', 'tcp.reset')].flat(),
  })
  await history.withDb((db) => recordMeasurement(db, look))
  return history
}

const on = (now: number, more: Partial<DueOn> = {}): DueOn => ({
  networkId: 'n',
  now,
  periodMs: HOUR,
  jitter: 0.1,
  factor: 1,
  ...more,
})
const settings = defaultSettings('Asia/Almaty')
const ids = (targets: { id: string }[]) => targets.map(({ id }) => id).sort()

describe('targetsDue', () => {
  it.each([
    ['firefox', NOW, ['https://fine.example/']],
    ['firefox', NOW + 3 * HOUR, ['https://fine.example/', 'https://reset.example/']],
    ['chromium', NOW, ['https://fine.example/', 'https://reset.example/']],
  ] as const)('%s at %s', async (browser, now, due) => {
    which.BROWSER = browser
    expect(ids(await targetsDue(await historyWithReset(), settings, on(now)))).toEqual(due)
  })

  it('leaves out what was looked at within its own interval on this network, and no other', async () => {
    which.BROWSER = 'chromium'
    const history = await historyWithReset()
    const at = (now: number, more?: Partial<DueOn>) => targetsDue(history, settings, on(now, more)).then(ids)
    const fine = ['https://fine.example/']
    const both = ['https://fine.example/', 'https://reset.example/']
    // Looked at at NOW - HOUR.
    expect(await at(NOW - HOUR + 20 * 60_000)).toEqual(fine)
    expect(await at(NOW - HOUR + 20 * 60_000, { networkId: 'elsewhere' })).toEqual(both)
    await history.withDb((db) => setTargetInterval(db, 'https://reset.example/', 240))
    expect(await at(NOW + HOUR)).toEqual(fine)
    expect(await at(NOW + 3 * HOUR)).toEqual(both)
    expect(await at(NOW + 3 * HOUR, { factor: 4 })).toEqual(fine)
    // A clock that was ahead then.
    expect(await at(NOW - 9 * HOUR)).toEqual(both)
  })

  it('is all that is switched on when the user asks', async () => {
    expect(ids(await targetsEnabled(await historyWithReset(), settings))).toEqual([
      'https://fine.example/',
      'https://reset.example/',
    ])
  })

  it('comes as often as the target that wants the most', async () => {
    const history = await historyWithReset()
    expect(await periodOf(history, settings, 1)).toBe(HOUR)
    await history.withDb((db) => setTargetInterval(db, 'https://reset.example/', 15))
    expect(await periodOf(history, settings, 1)).toBe(HOUR / 4)
    expect(await periodOf(history, settings, 4)).toBe(HOUR)
    await history.withDb((db) => setTargetInterval(db, 'https://reset.example/', 240))
    await history.withDb((db) => setTargetInterval(db, 'https://fine.example/', 180))
    expect(await periodOf(history, settings, 1)).toBe(3 * HOUR)
  })
})
