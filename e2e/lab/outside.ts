import type { Look, Sight } from './look.ts'
import { look } from './look.ts'
import type { Plan } from './plan.ts'
import { type Handlers, serve } from './rpc.ts'
import { SiteServers } from './site-servers.ts'
import type { Traffic } from './traffic.ts'

/** The outside world's process: every web server, every DoH resolver, and an uncensored client. */
export type OutsideCalls = {
  configure: [Plan, null]
  update: [Plan, null]
  forget: [null, null]
  traffic: [null, Traffic]
  log: [null, string[]]
  look: [Look, Sight]
}

let servers: SiteServers | null = null
let lines: string[] = []
const log = (line: string) => {
  lines.push(`${new Date().toISOString()} ${line}`)
}

const handlers: Handlers<OutsideCalls> = {
  async configure(plan) {
    lines = []
    if (!servers) {
      servers = new SiteServers(plan, log)
      await servers.listen()
    }
    servers.configure(plan)
    return null
  },
  update(plan) {
    servers?.update(plan)
    return null
  },
  forget() {
    lines = []
    servers?.traffic.reset()
    return null
  },
  traffic: () => servers?.traffic.read() ?? {},
  log: () => lines,
  look,
}
serve<OutsideCalls>(handlers)
