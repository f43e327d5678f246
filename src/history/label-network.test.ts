import { expect, it } from 'vitest'
import { labelNetwork } from './label-network.ts'
import { listNetworks } from './networks.ts'
import { noteNetwork } from './note-network.ts'
import type { Network } from './records.ts'
import { freshHistory } from './test-database.ts'

const seen: Network = {
  id: 'as9198-kz',
  asn: 9198,
  operator: 'Kazakhtelecom',
  country: 'KZ',
  label: null,
  vpn: false,
  firstSeen: 10,
  lastSeen: 20,
}

it('gives a network the user’s word, and takes it away again', async () => {
  const history = freshHistory()
  await history.withDb(async (db) => {
    expect(await labelNetwork(db, seen.id, 'home')).toBe(false)
    await noteNetwork(db, seen)
    expect(await labelNetwork(db, seen.id, 'home')).toBe(true)
    await noteNetwork(db, { ...seen, lastSeen: 30 })
    expect(await listNetworks(db)).toEqual([{ ...seen, label: 'home', lastSeen: 30 }])
    await labelNetwork(db, seen.id, null)
    expect(await listNetworks(db)).toMatchObject([{ label: null }])
  })
  history.close()
})
