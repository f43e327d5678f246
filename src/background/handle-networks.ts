import type { History } from '../history/open.ts'
import type { Handlers } from '../messages/receive.ts'
import { MessageError } from '../messages/wire.ts'

export interface NetworkHandlerDeps {
  history: History
}

export function networkHandlers(
  _deps: NetworkHandlerDeps,
): Pick<Handlers, 'network.refresh' | 'network.label'> {
  return {
    'network.refresh': async () => ({ network: null, why: 'failed' as const }),
    async 'network.label'() {
      throw new MessageError('failed', 'TODO')
    },
  }
}
