import * as v from 'valibot'
import { networkOf, VPN } from './link-addresses.ts'
import type { Plan, WhereAnswer } from './plan.ts'
import type { Response } from './respond.ts'
import type { NetworkSpec } from './scenario.ts'

/** The VPN's exit stands in a hosting company's network, as they do. */
export const EXIT_NETWORK = { asn: 9009, cc: 'RO' } as const

/** Names as registered; a scenario gives numbers only. */
const OPERATORS: Readonly<Record<number, string>> = {
  3320: 'Deutsche Telekom AG',
  9009: 'M247 Europe SRL',
  9198: 'JSC Kazakhtelecom',
  12997: 'OJSC Kyrgyztelecom',
  21299: 'Kar-Tel LLC',
  29355: 'Kcell JSC',
}

type Place = Pick<NetworkSpec, 'asn' | 'cc'>

/** Which network a client's address belongs to; null for one in the outside itself. */
function placeOf(plan: Plan, address: string): Place | null {
  const plain = address.replace(/^::ffff:/, '')
  return plain === VPN.address ? EXIT_NETWORK : (plan.networks[networkOf(plain) ?? -1] ?? null)
}

const nameOf = (asn: number): string => OPERATORS[asn] ?? `Operator ${asn}`

const QuestionSchema = v.object({ addresses: v.array(v.string()) })

/** What look-ups of networks answer: the truth of this world, to whoever asks in their way. */
export function answerWhere(
  plan: Plan,
  kind: WhereAnswer,
  { method, client = '', body }: { method: string; client: string | undefined; body: Buffer },
): Response {
  const address = client.replace(/^::ffff:/, '')
  if (kind === 'trace')
    return said('text/plain', `fl=1\nip=${address}\nts=1\nvisit_scheme=https\ntls=TLSv1.3\n`)
  if (kind === 'echo') {
    const place = placeOf(plan, address)
    const known = place && { country_iso: place.cc, asn: `AS${place.asn}`, asn_org: nameOf(place.asn) }
    return said('application/json', JSON.stringify({ ip: address, ...known }))
  }
  const question = v.safeParse(QuestionSchema, method === 'POST' ? parsed(body) : null)
  if (!question.success) return { ...said('application/json', '{"error":"bad request"}'), status: 400 }
  const entries = question.output.addresses.map((one) => {
    const place = placeOf(plan, one)
    const { asn, cc } = place ?? { asn: 0, cc: 'ZZ' }
    return [one, { cc: cc || 'ZZ', asn, as_name: asn ? nameOf(asn) : '' }]
  })
  return said('application/json', JSON.stringify({ v: 1, geolocation: Object.fromEntries(entries) }))
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return null
  }
}

const said = (type: string, text: string): Response => ({
  status: 200,
  headers: { 'content-type': type, 'cache-control': 'no-store' },
  body: Buffer.from(text),
  delayMs: 0,
})
