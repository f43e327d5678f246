import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { newId } from '../history/ids.ts'
import type { History } from '../history/open.ts'
import { recordMeasurement } from '../history/record.ts'
import { addTarget, listTargets, putTarget, seedTargets } from '../history/targets.ts'
import { aLook, freshHistory } from '../history/test-database.ts'
import { SETTINGS_KEY } from '../settings/read.ts'
import { customTarget } from '../watchlist/custom-target.ts'
import { starterTargets } from '../watchlist/targets.ts'

const device = vi.hoisted(() => {
  const area = () => {
    const items = new Map<string, unknown>()
    return {
      items,
      get: async (key: string) => (items.has(key) ? { [key]: items.get(key) } : {}),
      set: async (changed: object) => {
        for (const [key, value] of Object.entries(changed)) items.set(key, value)
      },
      remove: async (keys: string | string[]) => {
        for (const key of [keys].flat()) items.delete(key)
      },
      clear: async () => items.clear(),
    }
  }
  const files = new Set<string>()
  const removeEntry = async (name: string, { recursive }: { recursive: boolean }) => {
    if (!recursive || !files.delete(name)) throw new DOMException(name, 'NotFoundError')
  }
  vi.stubGlobal('navigator', {
    storage: { getDirectory: async () => ({ removeEntry }), estimate: async () => ({}) },
  })
  return { local: area(), session: area(), alarms: new Set<string>(), rules: new Set<number>(), files }
})
vi.mock('../platform/browser.ts', () => ({
  browser: {
    storage: { local: device.local, session: device.session },
    alarms: { clearAll: async () => device.alarms.clear() },
    declarativeNetRequest: {
      getDynamicRules: async () => [...device.rules].map((id) => ({ id })),
      updateDynamicRules: async ({ removeRuleIds }: { removeRuleIds: number[] }) => {
        for (const id of removeRuleIds) device.rules.delete(id)
      },
    },
  },
}))
const badge = vi.fn(async () => {})
vi.mock('./publish.ts', () => ({ publishBadge: () => badge() }))
const { historyHandlers } = await import('./handle-history.ts')
const { RECORD_LOST } = await import('./record-lost.ts')
const { defaultSettings } = await import('../settings/defaults.ts')

let history: History
let handlers: ReturnType<typeof historyHandlers>
/** What was measured until it was stopped. */
let stopped: (() => Promise<void>)[]
beforeEach(async () => {
  history = freshHistory()
  stopped = []
  badge.mockClear()
  const stop = async () => {
    await stopped.pop()?.()
  }
  handlers = historyHandlers({
    history,
    sweeper: { stop },
    heartbeat: { stop },
    networks: { forget: () => device.local.remove('networks') },
  })
  for (const { items } of [device.local, device.session]) items.clear()
  const agreed = { ...defaultSettings(''), consent: { at: 1, textVersion: 3 } }
  const more = { networks: 'home', heartbeat: 'then', jobs: ['sweep'], [RECORD_LOST]: 1 }
  await device.local.set({ [SETTINGS_KEY]: agreed, ...more })
  await device.session.set({ 'waiting-looks': [aLook()], problem: 'quota' })
  device.alarms.add('sweep')
  device.rules.add(1).add(7)
  device.files.add('exports')
})
afterEach(() => history.close())

const site = (url: string) => {
  const custom = customTarget(url, 1)
  if (!custom.ok) throw new Error(custom.error)
  return custom.target
}
async function fill(): Promise<void> {
  await history.withDb(async (db) => {
    await seedTargets(db, starterTargets(1))
    await addTarget(db, site('https://own.example/'))
    await putTarget(db, { ...site('https://once.example/'), enabled: false })
    await recordMeasurement(db, aLook())
  })
}
const looks = () => history.withDb((db) => db.count('measurements'))
const ids = () => history.withDb(async (db) => (await listTargets(db)).map(({ id }) => id))
const builtIn = starterTargets(1)
  .map(({ id }) => id)
  .sort()

describe('history.wipe', () => {
  it('history: forgets what was measured, where and when; list, settings and schedule stay', async () => {
    await fill()
    expect(await handlers['history.wipe']({ what: 'history' })).toBeNull()
    expect(await looks()).toBe(0)
    expect(await ids()).toEqual([...builtIn, 'https://own.example/'].sort())
    expect([...device.local.items.keys()].sort()).toEqual(['jobs', SETTINGS_KEY].sort())
    expect(device.session.items.size).toBe(0)
    expect(device.alarms.size).toBe(1)
    expect(device.files.size).toBe(0)
    expect(badge).toHaveBeenCalled()
  })

  it('everything: as just installed', async () => {
    await fill()
    await handlers['history.wipe']({ what: 'everything' })
    expect(await looks()).toBe(0)
    expect(await ids()).toEqual(builtIn)
    const { local, session, alarms, rules, files } = device
    expect([local.items, session.items, alarms, rules, files].map(({ size }) => size)).toEqual([
      0, 0, 0, 0, 0,
    ])
    await handlers['history.wipe']({ what: 'everything' })
  })

  it.each(['history', 'everything'] as const)('%s: ends what is being measured first', async (what) => {
    await fill()
    const late = async () => {
      await history.withDb((db) => recordMeasurement(db, aLook({ id: 'late' })))
      await device.local.set({ heartbeat: 'late', jobs: ['late'] })
      device.alarms.add('late')
    }
    stopped = [late, late]
    await handlers['history.wipe']({ what })
    expect(stopped).toEqual([])
    expect(await looks()).toBe(0)
    expect(device.local.items.has('heartbeat')).toBe(false)
    if (what === 'everything') expect(device.local.items.size + device.alarms.size).toBe(0)
  })

  it.each(['history', 'everything'] as const)('%s: works when the store cannot be read', async (what) => {
    const newer = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('fenceline-history', 99)
      request.onsuccess = () => resolve(request.result)
    })
    newer.close()
    const broken = () => history.withDb(async () => {})
    await expect(broken()).rejects.toMatchObject({ code: 'newer-schema' })
    stopped = [broken]
    await handlers['history.wipe']({ what })
    expect(await ids()).toEqual(builtIn)
  })
})

describe('history.prune', () => {
  const daysAgo = (days: number) => {
    const at = Date.now() - days * 86_400_000
    return aLook({ at, id: newId(at) })
  }
  const put = (looks: ReturnType<typeof daysAgo>[]) =>
    history.withDb(async (db) => {
      for (const look of looks) await db.put('measurements', look)
    })

  it('removes what is beyond the settings', async () => {
    await put([daysAgo(400), daysAgo(370), daysAgo(1)])
    expect(await handlers['history.prune']({})).toEqual({ removed: 2 })
    expect(await looks()).toBe(1)
  })

  it('makes room all the same when nothing is', async () => {
    await put(Array.from({ length: 600 }, (_, n) => daysAgo(n / 10)))
    expect(await handlers['history.prune']({})).toEqual({ removed: 500 })
    expect(await looks()).toBe(100)
  })
})
