import { expect, it } from 'vitest'
import { recordMeasurement } from '../history/record.ts'
import { seedTargets } from '../history/targets.ts'
import { aLook, aVerdict, freshHistory, NOON_IN_ALMATY } from '../history/test-database.ts'
import { defaultSettings } from '../settings/defaults.ts'
import { retestsArmed } from './retests-armed.ts'

const target = (host: string, enabled = true) => {
  const url = `https://${host}/`
  return { id: url, url, category: 'NEWS', group: 'news' as const, sensitive: false, enabled, addedAt: 0 }
}

it('are those of listed targets with an anomaly on this network', async () => {
  const history = freshHistory()
  const seeds = [target('odd.example'), target('fine.example'), target('checked-once.example', false)]
  await history.withDb((db) => seedTargets(db, seeds))
  for (const [host, status, networkId] of [
    ['odd.example', 'blocked', 'n'],
    ['fine.example', 'reachable', 'n'],
    ['checked-once.example', 'blocked', 'n'],
    ['fine.example', 'blocked', 'elsewhere'],
  ] as const) {
    const url = `https://${host}/`
    const look = aLook({
      id: `${host}-${networkId}`,
      targetId: url,
      url,
      networkId,
      verdict: aVerdict(status),
    })
    await history.withDb((db) => recordMeasurement(db, look))
  }
  const settings = defaultSettings('Asia/Almaty')
  const [only, ...others] = await retestsArmed(history, settings, 'n')
  expect(only).toMatchObject({ id: 'https://odd.example/', url: 'https://odd.example/' })
  expect(only?.at).toBeGreaterThan(NOON_IN_ALMATY + 180_000)
  expect(others).toEqual([])
  const newsOff = { ...settings, groups: { ...settings.groups, news: false } }
  expect(await retestsArmed(history, newsOff, 'n')).toEqual([])
  history.close()
})
