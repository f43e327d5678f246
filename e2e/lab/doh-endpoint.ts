import { censorAnswer } from './dns-deed.ts'
import { readQuestion, writeAnswer } from './dns-message.ts'
import { networkOf } from './link-addresses.ts'
import type { Plan } from './plan.ts'
import type { Response } from './respond.ts'
import { resolveTruly } from './zone.ts'

const open = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }

/** RFC 8484: GET with ?dns= or POST. null is a resolver that never answers. */
export function answerDoh(
  plan: Plan,
  method: string,
  path: string,
  body: Buffer,
  client: string | undefined,
): Response | null {
  if (method === 'OPTIONS') {
    return {
      status: 204,
      headers: { ...open, 'access-control-allow-methods': 'GET, POST' },
      body: Buffer.alloc(0),
      delayMs: 0,
    }
  }
  const inUrl = new URL(path, 'https://resolver').searchParams.get('dns')
  const message = method === 'POST' ? body : Buffer.from(inUrl ?? '', 'base64url')
  const question = readQuestion(message)
  if (!question) return { status: 400, headers: open, body: Buffer.from('no DNS question'), delayMs: 0 }
  const truth = resolveTruly(plan.sites, question.name, true)
  const network = plan.networks[networkOf(client) ?? -1]
  const deed = network && censorAnswer('doh', question.name, truth, plan.rules, network, plan.sweep)
  // An injected answer cannot be raced into a TLS stream: over DoH, inject means the forged one is given.
  const answer = deed ? (deed.rule.includes('inject') ? deed.forged : deed.answer) : truth
  if (!answer) return null
  return {
    status: 200,
    headers: { ...open, 'content-type': 'application/dns-message', 'cache-control': 'max-age=5' },
    body: writeAnswer(message, question, answer),
    delayMs: 0,
  }
}
