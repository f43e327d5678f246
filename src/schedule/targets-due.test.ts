import { describe, expect, it, vi } from 'vitest'
import { failed } from '../../core/verdict/observe.test-kit.ts'
import { recordMeasurement } from '../history/record.ts'
import { seedTargets } from '../history/targets.ts'
import { aLook, aVerdict, freshHistory } from '../history/test-database.ts'
import { defaultSettings } from '../settings/defaults.ts'

const which = vi.hoisted(() => ({ BROWSER: 'firefox' }))
vi.mock('../platform/which.ts', () => which)
const { targetsDue } = await import('./targets-due.ts')

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

describe('targetsDue', () => {
  it.each([
    ['firefox', 'background', NOW, ['https://fine.example/']],
    ['firefox', 'background', NOW + 3 * HOUR, ['https://fine.example/', 'https://reset.example/']],
    ['firefox', 'now', NOW, ['https://fine.example/', 'https://reset.example/']],
    ['chromium', 'background', NOW, ['https://fine.example/', 'https://reset.example/']],
  ] as const)('%s, %s pace: %s', async (browser, pace, now, due) => {
    which.BROWSER = browser
    const targets = await targetsDue(await historyWithReset(), defaultSettings('Asia/Almaty'), 'n', pace, now)
    expect(targets.map(({ id }) => id).sort()).toEqual(due)
  })
})
