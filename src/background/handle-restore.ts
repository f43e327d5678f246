import type { History } from '../history/open.ts'
import type { Handlers } from '../messages/receive.ts'
import { MessageError } from '../messages/wire.ts'

export interface RestoreHandlerDeps {
  history: History
}

export function restoreHandlers(
  _deps: RestoreHandlerDeps,
): Pick<Handlers, 'restore.begin' | 'restore.rows' | 'restore.end'> {
  const todo = async (): Promise<never> => {
    throw new MessageError('failed', 'TODO')
  }
  return { 'restore.begin': todo, 'restore.rows': todo, 'restore.end': todo }
}
