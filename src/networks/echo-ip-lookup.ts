import * as v from 'valibot'
import { NetworkAnswerSchema } from '../../core/protocol/network.ts'
import { isSeenAddress } from './address-key.ts'
import { jsonOf, LookupError } from './ask.ts'
import { foundOf } from './found.ts'
import type { Lookup } from './lookup.ts'

/** https://github.com/mpolden/echoip, `GET /json`; what it does not know is left out. */
const EchoSchema = v.object({
  ip: v.string(),
  country_iso: v.optional(v.string()),
  asn: v.optional(v.string()),
  asn_org: v.optional(v.string()),
})

/** One question, which answers with our address as well. */
export function echoIpLookup(name: string, [url = '']: readonly string[]): Lookup {
  return {
    name,
    requests: [{ method: 'get', url }],
    async find(ask, known) {
      const echo = v.safeParse(EchoSchema, jsonOf(await ask(url)))
      if (!echo.success || !isSeenAddress(echo.output.ip)) throw new LookupError('malformed')
      const { ip, asn, country_iso, asn_org } = echo.output
      if (asn === undefined) throw new LookupError('not-known')
      const read = v.safeParse(NetworkAnswerSchema, {
        asn: /^AS\d{1,10}$/.test(asn) ? Number(asn.slice(2)) : null,
        cc: country_iso || null,
        name: asn_org?.slice(0, 200) ?? null,
      })
      if (!read.success) throw new LookupError('malformed')
      const found = foundOf(read.output)
      await known.learn(ip, found)
      return found
    },
  }
}
