import { describe, expect, it, vi } from 'vitest'
import { listNetworks } from '../history/networks.ts'
import { noteNetwork } from '../history/note-network.ts'
import type { Network } from '../history/records.ts'
import { freshHistory } from '../history/test-database.ts'
import type { Refreshed } from '../networks/refresher.ts'

vi.mock('../platform/browser.ts', () => ({ browser: {} }))
const { networkHandlers } = await import('./handle-networks.ts')

const home: Network = {
  id: 'as9198-kz',
  asn: 9198,
  operator: 'Kazakhtelecom',
  country: 'KZ',
  label: null,
  vpn: false,
  firstSeen: 1,
  lastSeen: 2,
}

async function handlersOn(answer: Partial<Refreshed>) {
  const history = freshHistory()
  await history.withDb((db) => noteNetwork(db, home))
  const refresh = vi.fn(async () => ({ network: home, changed: false, why: null, ...answer }))
  return { history, refresh, handlers: networkHandlers({ history, networks: { refresh } }) }
}

describe('network messages', () => {
  it('ask anew, and answer with the user’s own word for the network', async () => {
    const { history, refresh, handlers } = await handlersOn({})
    await handlers['network.label']({ networkId: home.id, label: 'home' })
    expect(await handlers['network.refresh']({})).toEqual({ network: { ...home, label: 'home' }, why: null })
    expect(refresh).toHaveBeenCalledWith('asked')
    await handlers['network.label']({ networkId: home.id, label: null })
    expect(await history.withDb(listNetworks)).toEqual([home])
    history.close()
  })

  it('say why nobody could tell, with what is remembered', async () => {
    const unknown = { ...home, id: 'unknown' }
    const { history, handlers } = await handlersOn({ network: unknown, why: 'not-allowed' })
    expect(await handlers['network.refresh']({})).toEqual({ network: unknown, why: 'not-allowed' })
    history.close()
  })

  it('name no network that was never seen', async () => {
    const { history, handlers } = await handlersOn({})
    const named = handlers['network.label']({ networkId: 'as1', label: 'x' })
    await expect(named).rejects.toMatchObject({ code: 'network-unknown' })
    history.close()
  })
})
