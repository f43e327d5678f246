import type { Plan } from './plan.ts'
import { type Handlers, serve } from './rpc.ts'
import { VpnExit } from './vpn-exit.ts'

/** The process of the VPN's exit: a host of its own, in nobody's country the user's operator has a say in. */
export type ExitCalls = {
  configure: [Plan, null]
}

let exit: VpnExit | null = null

const handlers: Handlers<ExitCalls> = {
  async configure(plan) {
    if (!exit) {
      exit = new VpnExit(plan)
      await exit.listen()
    }
    exit.configure(plan)
    return null
  },
}
serve<ExitCalls>(handlers)
