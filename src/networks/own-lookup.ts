import * as v from 'valibot'
import { NetworkAnswerSchema } from '../../core/protocol/network.ts'
import { jsonOf, LookupError } from './ask.ts'
import { foundOf } from './found.ts'
import type { Lookup } from './lookup.ts'

/** A look-up of the user's own, or of their collector: it tells the network at once and our address to nobody. */
export function ownLookup(url: string): Lookup {
  return {
    name: new URL(url).hostname,
    requests: [{ method: 'get', url }],
    async find(ask) {
      const answer = v.safeParse(NetworkAnswerSchema, jsonOf(await ask(url)))
      if (!answer.success) throw new LookupError('malformed')
      return foundOf(answer.output)
    },
  }
}
