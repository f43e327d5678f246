import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import {
  type ControlRequest,
  type ControlResponse,
  ControlResponseSchema,
} from '../../../core/protocol/control.ts'
import type { Internet } from './internet.test-kit.ts'
import { type ControlOptions, controlServer } from './server.ts'

/** A helper that lives in that internet, with nothing of this machine's in its way. */
export async function helperIn(internet: Internet, options: ControlOptions = {}): Promise<FastifyInstance> {
  return controlServer({
    resolve: internet.resolve,
    connect: internet.connect,
    ca: [await internet.root()],
    ownAddresses: [],
    ipv6: true,
    ...options,
  })
}

export async function post(app: FastifyInstance, request: unknown, from = '192.0.2.7') {
  const payload = typeof request === 'string' ? request : JSON.stringify(request)
  return app.inject({ method: 'POST', url: '/', payload, remoteAddress: from })
}

/** Asks, and insists on an answer in the protocol's form. */
export async function ask(
  app: FastifyInstance,
  url: string,
  tcp_connect: string[] = [],
  rest: Partial<ControlRequest> = {},
): Promise<ControlResponse> {
  const reply = await post(app, { http_request: url, tcp_connect, ...rest })
  if (reply.statusCode !== 200) throw new Error(`${reply.statusCode} ${reply.body}`)
  return v.parse(ControlResponseSchema, reply.json())
}
