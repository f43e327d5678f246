import { type Answer, decode, encode, RECURSION_AVAILABLE, RECURSION_DESIRED } from 'dns-packet'
import type { Rcode, Resolution } from './zone.ts'

const RCODES: Record<Rcode, number> = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 }
/** Short, so that a rule that comes into force bites at the next sweep. */
const TTL = 5

export interface Question {
  id: number
  name: string
  type: string
}

/** null when the bytes are no DNS question. */
export function readQuestion(message: Uint8Array): Question | null {
  try {
    const packet = decode(Buffer.from(message))
    const question = packet.questions?.[0]
    if (packet.type !== 'query' || !question) return null
    return { id: packet.id ?? 0, name: question.name.toLowerCase(), type: question.type }
  } catch {
    return null
  }
}

export function writeAnswer(message: Uint8Array, question: Question, resolution: Resolution): Buffer {
  const asked = decode(Buffer.from(message))
  const wanted = resolution.addresses.filter((address) =>
    question.type === 'AAAA' ? address.includes(':') : question.type === 'A' && !address.includes(':'),
  )
  const answers = wanted.map(
    (data): Answer => ({
      type: question.type === 'AAAA' ? 'AAAA' : 'A',
      // The question's own spelling: resolvers that mix upper and lower case expect it back.
      name: asked.questions?.[0]?.name ?? question.name,
      ttl: TTL,
      data,
    }),
  )
  return encode({
    type: 'response',
    id: question.id,
    flags: RECURSION_DESIRED | RECURSION_AVAILABLE | RCODES[resolution.rcode],
    questions: asked.questions ?? [],
    answers,
  })
}
