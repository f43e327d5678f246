import * as v from 'valibot'
import { isPublicAsn } from '../net/asn.ts'

/**
 * What a network look-up of our kind answers, in JSON, to a plain GET: to which network the address belongs that the
 * question came from. The address itself is not repeated: nobody needs it back.
 *
 *     {"asn": 9198, "cc": "KZ", "name": "JSC Kazakhtelecom"}
 */
export const NetworkAnswerSchema = v.object({
  asn: v.pipe(v.number(), v.check(isPublicAsn, 'not a public AS number')),
  /** ISO 3166 code of the country the address is used in; null where it is not known. */
  cc: v.nullable(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
  /** The operator's name as registered; null where it is not known. */
  name: v.nullable(v.pipe(v.string(), v.maxLength(200))),
})
export type NetworkAnswer = v.InferOutput<typeof NetworkAnswerSchema>
