import { openDB } from 'idb'
import * as v from 'valibot'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ENGINE_VERSION, judge } from '../../../core/verdict/judge.ts'
import { backfillPending } from '../backfill-mark.ts'
import { lastTick } from '../last-tick.ts'
import { measurementOf } from '../measurement.ts'
import { openHistory } from '../open.ts'
import { openForReading } from '../open-for-reading.ts'
import { reJudge } from '../re-judge.ts'
import { statusList } from '../read.ts'
import { recordMeasurement } from '../record.ts'
import type { HistoryEvent } from '../records.ts'
import { HISTORY_NAME, HISTORY_VERSION, type HistoryDb } from '../schema.ts'
import {
  LatestSchema,
  LongRollupSchema,
  MeasurementSchema,
  NetworkSchema,
  RollupSchema,
  readRow,
  TargetSchema,
  TickSchema,
} from '../stored.ts'
import { EventSchema, SweepSchema } from '../stored-course.ts'
import { LinkHourSchema, OutageSchema } from '../stored-link.ts'
import { runningSweep } from '../sweeps.ts'
import { listTargets } from '../targets.ts'
import { aLook, freshIndexedDb } from '../test-database.ts'
import { runUpkeep } from '../upkeep.ts'
import { stepsFrom } from './chain.ts'
import { FIXTURES, fill } from './fixtures.ts'
import { HISTORY_MIGRATIONS } from './index.ts'

beforeEach(freshIndexedDb)

describe('history migrations', () => {
  it('lead from nothing to the current version, one by one', () => {
    expect(stepsFrom(HISTORY_MIGRATIONS, 0).map((step) => step.to)).toEqual(
      Array.from({ length: HISTORY_VERSION }, (_, index) => index + 1),
    )
  })

  it('has a frozen fixture of every released version', () => {
    expect(Object.keys(FIXTURES).map(Number)).toEqual(stepsFrom(HISTORY_MIGRATIONS, 0).map((step) => step.to))
  })

  describe.each(Object.keys(FIXTURES).map(Number))('a database of version %i', (version) => {
    it('is read by today’s code, every row of it', async () => {
      await filled(version)
      const history = openHistory()
      const damaged = await history.withDb(async (db) => {
        const names = [...db.objectStoreNames].filter((name) => name !== 'meta')
        expect(names.filter((name) => !(name in SCHEMAS))).toEqual([])
        const rows = await Promise.all(names.map(async (name) => ({ name, rows: await db.getAll(name) })))
        return rows.flatMap((store) =>
          (store.rows as unknown[]).filter((row) => readRow(SCHEMAS[store.name] ?? v.never(), row) === null),
        )
      })
      expect(damaged).toEqual([])
      history.close()
    })

    it('shows what it showed', async () => {
      await filled(version)
      const { networkId, connectivity } = SHOWN[version] ?? {}
      const history = openHistory()
      const { status, look, sweep, tick } = await history.withDb(async (db) => ({
        status: await statusList(db, networkId ?? ''),
        look: await measurementOf(db, '1641376801000-look'),
        sweep: await runningSweep(db),
        tick: await lastTick(db),
      }))
      expect(status.damaged).toBe(0)
      expect(status.rows[0]?.latest?.standing?.mechanism).toBe('tls-sni')
      expect(look?.measurement.observations).toHaveLength(1)
      expect(look?.unread).toBe(0)
      expect(sweep?.items[0]?.done).toBe(true)
      expect(tick?.connectivity).toBe(connectivity)
      history.close()
    })

    it('goes on: upkeep counts what waits, and a look is recorded', async () => {
      await filled(version)
      const history = openHistory()
      const { networkId } = SHOWN[version] ?? {}
      const keep = { keepDays: 3_650, keepMegabytes: 2_000 }
      expect(await runUpkeep(history, keep, 1_641_380_000_000)).toEqual({ removed: 0, more: false })
      const look = aLook({ id: '1641380000000-look', at: 1_641_380_000_000, networkId: networkId ?? '' })
      await history.withDb((db) => recordMeasurement(db, look))
      const counts = await history.withDb(async (db) => ({
        days: await db.getAll('days'),
        months: await db.getAll('months'),
        pending: await backfillPending(db),
      }))
      const blocked = version === 1 ? 1 : 2
      expect(counts.days).toMatchObject([{ counts: { blocked }, mechanisms: { 'tls-sni': blocked } }])
      expect(counts.months.map(({ counts: n }) => n)).toEqual(counts.days.map(({ counts: n }) => n))
      expect(counts.pending).toBe(false)
      history.close()
    })

    it('keeps every change that was told when it is judged again, though looks from before it are gone', async () => {
      await filled(version)
      const history = openHistory()
      const engine = { version: ENGINE_VERSION + 1, judge }
      const { signal } = new AbortController()
      const events = await history.withDb(async (db) => {
        await reJudge(db, { engine, batch: 50, signal })
        return db.getAll('events')
      })
      const told = ({ id, lastBefore, firstAfter, from, to }: HistoryEvent) => [
        id,
        lastBefore,
        firstAfter,
        from.status,
        to.status,
      ]
      expect(events.map(told)).toEqual(((FIXTURES[version]?.events ?? []) as HistoryEvent[]).map(told))
      history.close()
    })

    it('that a newer build has taken over is refused, and not touched', async () => {
      const names = await filled(version)
      const newer = await rawOpen(HISTORY_VERSION + 1)
      newer.close()
      await expect(openHistory().withDb(listTargets)).rejects.toMatchObject({ code: 'newer-schema' })
      await expect(openForReading().read(listTargets)).rejects.toMatchObject({ code: 'newer-schema' })
      const after = await rawOpen(HISTORY_VERSION + 1)
      for (const name of names) {
        const rows = await promised(after.transaction(name).objectStore(name).getAll())
        expect(rows).toEqual(FIXTURES[version]?.[name])
      }
      after.close()
    })
  })

  it('wait for no window: those of an older build step aside, and say what has become of it', async () => {
    await filled(1)
    const windows = [1, 2].map(() => openForReading({ version: 1 }))
    for (const page of windows) expect((await page.read(targetCount)).state).toBe('ready')
    const history = openHistory()
    const upgraded = history.withDb(targetCount)
    const today = openForReading()
    // A page of today's build, opened meanwhile, waits or reads: it never fails, and never sees half of it.
    const seen = await today.read(targetCount)
    expect(['ready', 'updating']).toContain(seen.state)
    expect(await upgraded).toBe(1)
    expect(await today.read(targetCount)).toEqual({ state: 'ready', value: 1 })
    for (const page of windows) {
      await expect(page.read(targetCount)).rejects.toMatchObject({ code: 'newer-schema' })
    }
    today.close()
    history.close()
  })

  it('cut off in the middle leave the old version whole, and are done the next time', async () => {
    await filled(1)
    const put = vi.spyOn(IDBObjectStore.prototype, 'put')
    put.mockImplementationOnce(() => {
      throw new Error('killed')
    })
    await expect(openHistory().withDb(listTargets)).rejects.toMatchObject({ code: 'corrupt' })
    put.mockRestore()
    const old = await rawOpen(1)
    expect([...old.objectStoreNames].sort()).toEqual(Object.keys(FIXTURES[1] ?? {}).sort())
    old.close()
    const history = openHistory()
    expect(await history.withDb(targetCount)).toBe(1)
    history.close()
  })
})

const SHOWN: Record<number, { networkId: string; connectivity: string }> = {
  1: { networkId: 'unknown', connectivity: 'online' },
  2: { networkId: 'as9198-kz', connectivity: 'national-only' },
}

const SCHEMAS: Record<string, v.GenericSchema> = {
  targets: TargetSchema,
  networks: NetworkSchema,
  sweeps: SweepSchema,
  measurements: MeasurementSchema,
  latest: LatestSchema,
  ticks: TickSchema,
  events: EventSchema,
  rollups: RollupSchema,
  days: LongRollupSchema,
  months: LongRollupSchema,
  linkHours: LinkHourSchema,
  outages: OutageSchema,
}

const targetCount = (db: HistoryDb) => db.count('targets')

/** As that version left it on the disk; answers its stores. */
async function filled(version: number): Promise<string[]> {
  const old = await openDB(HISTORY_NAME, version, {
    upgrade(db, _old, _new, tx) {
      for (const step of stepsFrom(HISTORY_MIGRATIONS, 0)) if (step.to <= version) step.run(db, tx)
    },
  })
  // What a migration leaves is in the fixture as well.
  for (const name of old.objectStoreNames) await old.clear(name)
  await fill(old, version)
  const names = [...old.objectStoreNames]
  old.close()
  return names
}

function promised<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

const rawOpen = (version: number) => promised(indexedDB.open(HISTORY_NAME, version))
