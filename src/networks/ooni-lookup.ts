import * as v from 'valibot'
import { normaliseAddress } from '../../core/net/address.ts'
import { NetworkAnswerSchema } from '../../core/protocol/network.ts'
import { isSeenAddress } from './address-key.ts'
import { jsonOf, LookupError } from './ask.ts'
import { foundOf } from './found.ts'
import type { Lookup } from './lookup.ts'

/** https://github.com/ooni/backend (ooniprobe service), `POST /api/v1/geolookup`. `ZZ` and 0: not known. */
const GeolookupSchema = v.object({
  v: v.literal(1),
  geolocation: v.record(v.string(), v.object({ cc: v.string(), asn: v.number(), as_name: v.string() })),
})

/**
 * In two steps, as OONI's own probes do it: a web server that repeats our address, then OONI's table of addresses. An
 * address that is known needs no second step.
 */
export function ooniLookup(name: string, [trace = '', geolookup = '']: readonly string[]): Lookup {
  return {
    name,
    requests: [
      { method: 'get', url: trace },
      { method: 'post', url: geolookup },
    ],
    async find(ask, known) {
      const address = /^ip=(\S{1,45})\s*$/m.exec(await ask(trace))?.[1] ?? ''
      if (!isSeenAddress(address)) throw new LookupError('malformed')
      const remembered = await known.recall(address)
      if (remembered) return remembered
      const answer = v.safeParse(GeolookupSchema, jsonOf(await ask(geolookup, { addresses: [address] })))
      if (!answer.success) throw new LookupError('malformed')
      // The table may spell an IPv6 address in its own way.
      const wanted = normaliseAddress(address)
      const entry = Object.entries(answer.output.geolocation).find(
        ([one]) => normaliseAddress(one) === wanted,
      )
      const read = v.safeParse(NetworkAnswerSchema, {
        asn: entry?.[1].asn,
        cc: entry?.[1].cc,
        name: entry?.[1].as_name.slice(0, 200),
      })
      if (!read.success) throw new LookupError(entry ? 'not-known' : 'malformed')
      const found = foundOf(read.output)
      await known.learn(address, found)
      return found
    },
  }
}
