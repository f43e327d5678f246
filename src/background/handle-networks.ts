import { labelNetwork } from '../history/label-network.ts'
import { listNetworks } from '../history/networks.ts'
import type { History } from '../history/open.ts'
import type { Handlers } from '../messages/receive.ts'
import { MessageError } from '../messages/wire.ts'
import type { Refresher } from '../networks/refresher.ts'

export interface NetworkHandlerDeps {
  history: History
  networks: Pick<Refresher, 'refresh'>
}

export function networkHandlers({
  history,
  networks,
}: NetworkHandlerDeps): Pick<Handlers, 'network.refresh' | 'network.label'> {
  return {
    async 'network.refresh'() {
      const { network, why } = await networks.refresh('asked')
      const known = await history.withDb(listNetworks)
      return {
        network: known.find(({ id }) => id === network.id) ?? network,
        // Without `waitMs` nothing is ever answered before its time.
        why: why === 'slow' ? 'failed' : why,
      }
    },
    async 'network.label'({ networkId, label }) {
      const known = await history.withDb((db) => labelNetwork(db, networkId, label))
      if (!known) throw new MessageError('network-unknown', `No network ${networkId}`)
      return null
    },
  }
}
