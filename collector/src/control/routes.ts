import type { FastifyInstance } from 'fastify'
import type { ControlResponse } from '../../../core/protocol/control.ts'
import { Admission } from './admission.ts'
import type { Limits } from './limits.ts'
import type { Measure } from './measure.ts'
import { type Question, readQuestion } from './question.ts'
import { HelperTrouble, Refusal } from './refusal.ts'
import { SharedCache } from './shared-cache.ts'

export interface RouteTools {
  measure: Measure
  limits: Limits
  ports: readonly number[]
  now: () => number
  log: (line: string) => void
}

/** The protocol's one path. Answers that stand ready are given whatever the load; only measuring needs a place. */
export function controlRoutes(app: FastifyInstance, { measure, limits, ports, now, log }: RouteTools): void {
  const admission = new Admission(limits)
  const answers = new SharedCache<ControlResponse>({
    entries: limits.cacheEntries,
    now,
    ttlMs: ({ http_request, dns }) =>
      http_request.failure === null && dns.failure === null ? limits.answerTtlMs : limits.failureTtlMs,
  })

  // Whatever the content type says, as OONI's helper: the body is the protocol's JSON or it is nothing.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => done(null, body))

  app.setErrorHandler((error, _, reply) => {
    if (error instanceof HelperTrouble) {
      log(`control: no answer given: ${error.message}`)
      return reply
        .code(503)
        .header('retry-after', '10')
        .send({ message: 'the helper cannot look at present' })
    }
    // Fastify's own complaints (too large, cut off) are the client's doing, and OONI knows one word for those.
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 0
    if (error instanceof Refusal || (status >= 400 && status < 500)) {
      const message = error instanceof Error ? error.message : 'bad request'
      return reply.code(400).send({ message })
    }
    log(`control: fault: ${error instanceof Error ? error.stack : String(error)}`)
    return reply.code(500).send({ message: 'fault in the helper' })
  })
  app.setNotFoundHandler((request, reply) => {
    const known = request.url.split('?')[0] === '/'
    return reply.code(known ? 400 : 404).send({ message: known ? 'POST a question' : 'nothing here' })
  })

  app.get('/', () => ({ message: 'Hello! This is a Fenceline control helper.' }))

  app.post('/', async (request, reply) => {
    const question = readQuestion(typeof request.body === 'string' ? request.body : '', ports)
    const key = keyOf(question)
    if (answers.has(key)) return wire(await answers.get(key, () => measure(question)))
    const leave = admission.enter(request.ip)
    if (leave === null) {
      return reply.code(503).header('retry-after', '5').send({ message: 'too many questions at once' })
    }
    // A client that goes away leaves its place taken until the looking ends: going away must not be a way round.
    return wire(await answers.get(key, () => measure(question)).finally(leave))
  })
}

/** OONI's helper leaves the TLS part out when there is nothing in it. */
function wire({ tls_handshake, ...rest }: ControlResponse): Partial<ControlResponse> {
  return Object.keys(tls_handshake).length > 0 ? { ...rest, tls_handshake } : rest
}

function keyOf({ at, headers, addresses, explicitPort }: Question): string {
  return JSON.stringify([at.url.href, explicitPort, headers, [...addresses].sort()])
}
