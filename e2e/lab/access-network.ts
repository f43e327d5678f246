import { networkFirewall } from './firewall.ts'
import { Middlebox } from './middlebox.ts'
import type { Plan } from './plan.ts'
import { OperatorResolver } from './resolver.ts'
import { type Handlers, serve } from './rpc.ts'
import { nft } from './run-command.ts'
import type { Traffic } from './traffic.ts'

/** One access network's process: the operator's resolver and middlebox. */
export type AccessCalls = {
  /** `index` from 0; everything open belongs to the old world and is closed. */
  configure: [{ plan: Plan; index: number }, null]
  /** Same world, another sweep or condition: flows stay. */
  update: [Plan, null]
  /** From here to the next `forget`, no rule leaves a residual block behind. */
  forgetful: [null, null]
  /** Forgets what it saw: residual blocks, counters, log. */
  forget: [null, null]
  traffic: [null, Traffic]
  log: [null, string[]]
}

let lines: string[] = []
const log = (line: string) => {
  lines.push(`${new Date().toISOString()} ${line}`)
}
let running: { index: number; middlebox: Middlebox; resolver: OperatorResolver } | null = null

const handlers: Handlers<AccessCalls> = {
  async configure({ plan, index }) {
    lines = []
    if (!running) {
      running = {
        index,
        middlebox: new Middlebox(plan, index, log),
        resolver: new OperatorResolver(plan, index, log),
      }
      await Promise.all([running.middlebox.listen(), running.resolver.listen()])
    }
    running.middlebox.configure(plan)
    running.resolver.configure(plan)
    await nft(networkFirewall(plan, index))
    return null
  },
  async update(plan) {
    if (!running) return null
    running.middlebox.update(plan)
    running.resolver.configure(plan)
    await nft(networkFirewall(plan, running.index))
    return null
  },
  forgetful() {
    running?.middlebox.residue.suspend()
    return null
  },
  forget() {
    lines = []
    running?.middlebox.forget()
    return null
  },
  traffic: () => running?.middlebox.traffic.read() ?? {},
  log: () => lines,
}
serve<AccessCalls>(handlers)
