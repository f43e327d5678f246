import { openDB } from 'idb'
import { beforeEach, describe, expect, it } from 'vitest'
import { lastTick } from '../last-tick.ts'
import { measurementOf } from '../measurement.ts'
import { openHistory } from '../open.ts'
import { statusList } from '../read.ts'
import { HISTORY_NAME, HISTORY_VERSION } from '../schema.ts'
import { runningSweep } from '../sweeps.ts'
import { freshIndexedDb } from '../test-database.ts'
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

  it.each(Object.keys(FIXTURES).map(Number))(
    'reads everything a database of version %i held',
    async (version) => {
      const old = await openDB(HISTORY_NAME, version, {
        upgrade(db, _old, _new, tx) {
          for (const step of stepsFrom(HISTORY_MIGRATIONS, 0)) if (step.to <= version) step.run(db, tx)
        },
      })
      await fill(old, version)
      old.close()

      const history = openHistory()
      const { status, look, sweep, tick } = await history.withDb(async (db) => ({
        status: await statusList(db, 'unknown'),
        look: await measurementOf(db, '1641376801000-look'),
        sweep: await runningSweep(db),
        tick: await lastTick(db),
      }))
      history.close()
      expect(status.damaged).toBe(0)
      expect(status.rows[0]?.latest?.standing?.mechanism).toBe('tls-sni')
      expect(look?.measurement.observations).toHaveLength(1)
      expect(look?.unread).toBe(0)
      expect(sweep?.items[0]?.done).toBe(true)
      expect(tick?.connectivity).toBe('online')
    },
  )
})
