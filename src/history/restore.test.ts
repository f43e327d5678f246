import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countLook } from './count-look.ts'
import type { History } from './open.ts'
import { recordMeasurement } from './record.ts'
import type { Latest } from './records.ts'
import { beginRestore, endRestore, goOnRestoring } from './restore.ts'
import { restoreRows } from './restore-rows.ts'
import { hourOf } from './rollup.ts'
import { HISTORY_VERSION } from './schema.ts'
import { aLook, aVerdict, freshHistory, NOON_IN_ALMATY } from './test-database.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => history.close())

const restore = (store: string, ...rows: unknown[]) => history.withDb((db) => restoreRows(db, store, rows))
const all = (store: 'measurements' | 'rollups' | 'latest' | 'networks' | 'sweeps' | 'targets' | 'days') =>
  history.withDb((db) => db.getAll(store)) as Promise<unknown[]>

const hour = (n: number) => ({
  networkId: 'unknown',
  targetId: 'https://example.org/',
  hour: NOON_IN_ALMATY,
  ...countLook(null, aLook()),
  counts: { reachable: n },
})

describe('rows of a backup', () => {
  it('are added once, and known the second time', async () => {
    const looks = [aLook(), aLook({ id: '1641376800001-next' })]
    expect(await restore('measurements', ...looks)).toEqual({ added: 2, known: 0, refused: 0 })
    expect(await restore('measurements', ...looks)).toEqual({ added: 0, known: 2, refused: 0 })
    expect(await all('measurements')).toEqual(looks)
  })

  it('leave what is here as it is', async () => {
    const ours = aLook({ ms: 1 })
    await history.withDb((db) => recordMeasurement(db, ours))
    await restore('measurements', { ...ours, ms: 2 })
    expect(await all('measurements')).toMatchObject([{ ms: 1 }])
  })

  it.each([
    ['nothing', null],
    ['a word', 'look'],
    ['a list', []],
    ['no look', { id: '1641376800000-a' }],
    ['an id that says no time', { ...aLook(), id: 'zzz' }],
    ['an id that would break out', { ...aLook(), id: '1641376800000-<b>' }],
    ['a time that is none', { ...aLook(), at: Number.NaN }],
    ['a page of the browser', { ...aLook(), url: 'chrome://settings' }],
    ['a script', { ...aLook(), url: 'javascript:alert(1)' }],
    ['a status of its own', { ...aLook(), verdict: { ...aVerdict('reachable'), status: 'fine' } }],
    ['observations without end', { ...aLook(), observations: Array.from({ length: 501 }, () => ({})) }],
    ['a URL without end', { ...aLook(), url: `https://a.test/${'x'.repeat(5_000)}` }],
  ])('are refused when they are %s', async (_, row) => {
    expect(await restore('measurements', row, aLook())).toEqual({ added: 1, known: 0, refused: 1 })
    expect(await all('measurements')).toHaveLength(1)
  })

  it.each(['meta', 'settings', 'constructor', '__proto__', 'toString', '', 'measurements '])(
    'of a store called "%s" are refused',
    async (store) => {
      const before = await history.withDb((db) => db.getAll('meta'))
      expect(await restore(store, { key: 'x', value: 1 })).toEqual({ added: 0, known: 0, refused: 1 })
      expect(await history.withDb((db) => db.getAll('meta'))).toEqual(before)
    },
  )

  it('change no object’s prototype', async () => {
    const row = JSON.parse(
      JSON.stringify({ ...aLook(), observations: [] }).replace(
        '"observations":[]',
        '"observations":[{"__proto__":{"polluted":true},"v":2}],"__proto__":{"polluted":true}',
      ),
    ) as unknown
    expect(await restore('measurements', row)).toMatchObject({ added: 1 })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('of hours that do not begin with the hour are refused', async () => {
    expect(await restore('rollups', { ...hour(1), hour: NOON_IN_ALMATY + 1 })).toMatchObject({ refused: 1 })
    const { hour: _, ...counts } = hour(1)
    expect(await restore('days', { ...counts, start: NOON_IN_ALMATY })).toMatchObject({ refused: 1 })
  })

  it('of an hour known here are not added up: the fuller count is taken', async () => {
    await restore('rollups', hour(3))
    await restore('rollups', hour(2))
    expect(await all('rollups')).toMatchObject([{ counts: { reachable: 3 } }])
    await restore('rollups', hour(5))
    expect(await all('rollups')).toMatchObject([{ counts: { reachable: 5 } }])
  })

  it('bring back no running sweep', async () => {
    const sweep = {
      id: 's',
      pace: 'now',
      networkId: 'unknown',
      startedAt: 1,
      endedAt: null,
      state: 'running',
      items: [],
      requests: 0,
      bytes: 0,
    }
    await restore('sweeps', sweep)
    expect(await all('sweeps')).toEqual([{ ...sweep, state: 'stopped', endedAt: 1 }])
  })

  it('widen when a network was seen, and keep our word for it', async () => {
    const network = {
      id: 'as1-kz',
      asn: 1,
      operator: 'One',
      country: 'KZ',
      label: null,
      vpn: false,
      firstSeen: 10,
      lastSeen: 20,
    }
    await restore('networks', network)
    await restore('networks', { ...network, label: 'home', firstSeen: 5, lastSeen: 15 })
    await restore('networks', { ...network, label: 'work', lastSeen: 30 })
    expect(await all('networks')).toEqual([{ ...network, label: 'home', firstSeen: 5, lastSeen: 30 }])
  })

  it('of where a site stands give way to a newer look here, and ask for the series to be followed anew', async () => {
    const newer = aLook({ id: '1641380400000-new', at: NOON_IN_ALMATY + 3_600_000 })
    const other = freshRow(await recorded(aLook()))
    await history.withDb((db) => recordMeasurement(db, newer))
    await restore('latest', other)
    expect(await all('latest')).toMatchObject([{ measurementId: newer.id, engine: 0 }])
  })
})

describe('the hours told beside where a site stands', () => {
  const told = async () => ((await all('latest')) as Latest[]).map((row) => 'recent' in row)

  it('are dropped when hours come in: those that lie there are read instead', async () => {
    await history.withDb((db) => recordMeasurement(db, aLook()))
    await restore('rollups', { ...hour(5), networkId: 'elsewhere' })
    expect(await told()).toEqual([true])
    await restore('rollups', hour(1))
    expect(await told()).toEqual([true])
    await restore('rollups', hour(5))
    expect(await told()).toEqual([false])
  })

  it('come back from no backup', async () => {
    const newer = aLook({ id: '1641380400000-new', at: NOON_IN_ALMATY + 3_600_000 })
    const row = await recorded(newer)
    expect(row).toHaveProperty('recent')
    await history.withDb((db) => recordMeasurement(db, aLook()))
    await restore('latest', row)
    expect(await all('latest')).toMatchObject([{ measurementId: newer.id }])
    history.close()
    history = freshHistory()
    await restore('latest', row)
    expect(await told()).toEqual([false])
  })
})

/** The row another browser would have. */
async function recorded(look: ReturnType<typeof aLook>): Promise<unknown> {
  await history.withDb((db) => recordMeasurement(db, look))
  const [row] = await all('latest')
  history.close()
  history = freshHistory()
  return row
}
const freshRow = (row: unknown) => structuredClone(row)

describe('a restoring', () => {
  const begin = (id: string, now: number, schema = HISTORY_VERSION) =>
    history.withDb(async (db) => beginRestore(db, schema, id, now))
  const goOn = (id: string, now: number) => history.withDb((db) => goOnRestoring(db, id, now))

  it('keeps others out until it ends, or was silent for a minute', async () => {
    await begin('a', 0)
    await expect(begin('b', 1_000)).rejects.toMatchObject({ code: 'restore-busy' })
    await goOn('a', 59_000)
    await expect(begin('b', 61_000)).rejects.toMatchObject({ code: 'restore-busy' })
    await begin('b', 119_001)
    await expect(goOn('a', 119_002)).rejects.toMatchObject({ code: 'restore-unknown' })
  })

  it('goes on after the background was ended: it is on the disk', async () => {
    await begin('a', 0)
    history.close()
    await goOn('a', 1)
  })

  it('takes nothing from a newer version', async () => {
    await expect(begin('a', 0, HISTORY_VERSION + 1)).rejects.toMatchObject({ code: 'restore-newer' })
  })

  it('counts the hours and days of what came in, and the same again is the same', async () => {
    const ours = aLook({ id: '1641376800001-ours', at: NOON_IN_ALMATY + 1 })
    await history.withDb((db) => recordMeasurement(db, ours))
    for (const id of ['a', 'b']) {
      await begin(id, 0)
      await restore('measurements', aLook(), aLook({ id: '1641376800002-more', at: NOON_IN_ALMATY + 2 }))
      let clock = 0
      await history.withDb((db) => endRestore(db, id, () => clock++))
      expect(await all('rollups')).toMatchObject([{ hour: hourOf(ours.at), counts: { reachable: 3 } }])
      expect(await all('days')).toMatchObject([{ counts: { reachable: 3 } }])
      expect(await history.withDb((db) => db.getAll('meta'))).toEqual([])
    }
  })
})
