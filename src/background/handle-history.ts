import type { History } from '../history/open.ts'
import type { Handlers } from '../messages/receive.ts'
import { MessageError } from '../messages/wire.ts'

export interface HistoryHandlerDeps {
  history: History
}

export function historyHandlers(_deps: HistoryHandlerDeps): Pick<Handlers, 'history.wipe' | 'history.prune'> {
  return {
    async 'history.wipe'() {
      throw new MessageError('failed', 'TODO')
    },
    async 'history.prune'() {
      throw new MessageError('failed', 'TODO')
    },
  }
}
