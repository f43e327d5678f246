import type { Step } from './chain.ts'
import type { HistoryMigration } from './migration.ts'

export const firstSchema: HistoryMigration & Step<0, 1> = {
  from: 0,
  to: 1,
  run(db) {
    db.createObjectStore('targets', { keyPath: 'id' })
    db.createObjectStore('networks', { keyPath: 'id' })
    db.createObjectStore('sweeps', { keyPath: 'id' }).createIndex('state', 'state')
    db.createObjectStore('measurements', { keyPath: 'id' }).createIndex(
      'by-target',
      ['targetId', 'networkId', 'at', 'id'],
      { unique: true },
    )
    db.createObjectStore('latest', { keyPath: ['networkId', 'targetId'] })
    db.createObjectStore('ticks', { keyPath: 'at' })
    db.createObjectStore('events', { keyPath: 'id' }).createIndex(
      'by-target',
      ['targetId', 'networkId', 'firstAfter', 'id'],
      { unique: true },
    )
    db.createObjectStore('rollups', { keyPath: ['networkId', 'targetId', 'hour'] })
  },
}
