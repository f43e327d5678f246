import { expect, it } from 'vitest'
import { listNetworks } from './networks.ts'
import { noteNetwork } from './note-network.ts'
import type { Network } from './records.ts'
import { freshHistory } from './test-database.ts'

it('spans all sightings and keeps the user’s label', async () => {
  const history = freshHistory()
  const seen: Network = {
    id: 'unknown',
    asn: null,
    operator: null,
    country: null,
    label: null,
    vpn: false,
    firstSeen: 10,
    lastSeen: 20,
  }
  await history.withDb(async (db) => {
    await noteNetwork(db, { ...seen, label: 'home' })
    await noteNetwork(db, { ...seen, operator: 'Kazakhtelecom', firstSeen: 30, lastSeen: 30 })
    await noteNetwork(db, { ...seen, operator: 'Kazakhtelecom', firstSeen: 5, lastSeen: 5 })
    expect(await listNetworks(db)).toEqual([
      { ...seen, label: 'home', operator: 'Kazakhtelecom', firstSeen: 5, lastSeen: 30 },
    ])
  })
  history.close()
})
