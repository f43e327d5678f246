import type { Step } from './chain.ts'
import type { HistoryMigration } from './migration.ts'

/**
 * Days and months beside the hours, the link's hours and outages, events by time, and a place for facts about the
 * store. The counts of what was there before are moved later, in batches: `backfill` says that they wait.
 */
export const outagesAndLongRollups: HistoryMigration & Step<1, 2> = {
  from: 1,
  to: 2,
  run(db, tx) {
    tx.objectStore('events').createIndex('by-time', ['firstAfter', 'id'], { unique: true })
    db.createObjectStore('days', { keyPath: ['networkId', 'targetId', 'start'] })
    db.createObjectStore('months', { keyPath: ['networkId', 'targetId', 'start'] })
    db.createObjectStore('linkHours', { keyPath: ['networkId', 'hour'] })
    db.createObjectStore('outages', { keyPath: 'id' })
    db.createObjectStore('meta', { keyPath: 'key' }).put({ key: 'backfill', value: { after: null } })
  },
}
