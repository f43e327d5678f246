import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { DnsFailure } from '../../collector/src/control/dns-failure.ts'
import { controlServer } from '../../collector/src/control/server.ts'
import type { Plan } from './plan.ts'
import { resolveTruly } from './zone.ts'

export interface Asking {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: Buffer
}

/** The project's own control helper, standing in the outside of one world; every control host of it is this one. */
export class ControlHelper {
  private app: Promise<FastifyInstance>

  constructor(plan: Plan) {
    this.app = helperIn(plan)
  }

  configure(plan: Plan): void {
    const old = this.app
    this.app = helperIn(plan)
    void old.then((app) => app.close())
  }

  async answer({ method, url, headers, body }: Asking) {
    const app = await this.app
    // The pseudo-headers of HTTP/2 are no headers to a server that speaks HTTP/1.1.
    const plain = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':')))
    const answer = await app.inject({
      method: method === 'POST' ? 'POST' : method === 'OPTIONS' ? 'OPTIONS' : 'GET',
      url,
      headers: plain,
      ...(method === 'POST' ? { payload: body } : {}),
    })
    const shown = Object.entries(answer.headers).flatMap(([name, value]) =>
      HOP_BY_HOP.has(name) || value === undefined ? [] : [[name, String(value)]],
    )
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(shown) as Record<string, string>,
      body: answer.rawPayload,
    }
  }
}

/** The connection's own matters (RFC 9113 section 8.2.2 forbids them), and the length, which is counted anew. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date'])

function helperIn(plan: Plan): Promise<FastifyInstance> {
  return controlServer({
    async resolve(name, type) {
      const { rcode, addresses } = resolveTruly(plan.sites, name, true)
      if (rcode === 'NXDOMAIN') throw new DnsFailure('nxdomain')
      if (rcode !== 'NOERROR') throw new DnsFailure('server-failure')
      return addresses.filter((address) => address.includes(':') === (type === 'AAAA'))
    },
    ca: [plan.authorities.lab.certificate],
    // Every site of the lab is at an address of this very host.
    ownAddresses: [],
    ipv6: true,
    // What one world's answer said must not serve the next; and the whole lab asks at once.
    limits: { answerTtlMs: 0, failureTtlMs: 0, inFlightAnyone: 500, inFlight: 500 },
  })
}
