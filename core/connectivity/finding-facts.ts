import type { Mechanism, Status } from '../model/status.ts'
import { median } from '../stats/median.ts'
import { isSlow, type LinkState } from './state.ts'
import type { TickHost } from './tick.ts'

/** What is known of one site now, as far as it bears on the line. */
export interface TargetLook {
  id: string
  /** Citizen Lab category code; '' for none. */
  category: string
  /** A site of the user's own country. */
  domestic: boolean
  status: Status
  mechanism: Mechanism | null
  /** True addresses of the site, as far as known. */
  addresses: readonly string[]
  /** Time to the first byte of its answer, ms; null when unknown. */
  latencyMs: number | null
}

export interface FindingInput {
  state: LinkState
  /** The reference hosts of the newest full heartbeat, by name. */
  hosts: Readonly<Record<string, TickHost>>
  /** What an answer ordinarily takes on this line, ms. */
  ordinaryMs: number | null
  targets: readonly TargetLook[]
}

/** `some`: half or fewer of them. */
export type Answering = 'nobody-asked' | 'none' | 'some' | 'most'

export interface FindingFacts {
  state: LinkState
  inCountry: { say: Answering; up: string[]; asked: number }
  foreign: { say: Answering; up: string[]; asked: number }
  slow: boolean
  /** Sites abroad of which something is known: that answered, and that did not (whatever the line was called then). */
  reached: TargetLook[]
  unreached: TargetLook[]
  /** Sites at home that answered. */
  atHome: TargetLook[]
  /** Judged sites of which the line itself is not to blame: blocked ones, and all. */
  blocked: TargetLook[]
  judged: TargetLook[]
  /** Of the sites that answered, how many took as long as a slow line takes. */
  slowTargets: TargetLook[]
}

/** What a site that did not answer over a bad line was called. */
const UNREACHED: ReadonlySet<Status> = new Set(['blocked', 'down', 'untested', 'inconclusive'])
const REACHED: ReadonlySet<Status> = new Set(['reachable', 'refused', 'throttled'])

export function factsOf({ state, hosts, ordinaryMs, targets }: FindingInput): FindingFacts {
  const group = (name: TickHost['group']) => {
    const asked = Object.entries(hosts).filter(([, host]) => host.group === name)
    const up = asked.filter(([, host]) => host.ok).map(([name]) => name)
    const ms = asked.flatMap(([, host]) => (host.ok && host.ms !== null ? [host.ms] : []))
    return { say: answering(up.length, asked.length), up, asked: asked.length, ms: median(ms) }
  }
  const foreign = group('foreign')
  const abroad = targets.filter((target) => !target.domestic)
  const judged = targets.filter(({ status }) => status !== 'untested' && status !== 'inconclusive')
  return {
    state,
    inCountry: group('in-country'),
    foreign,
    slow: isSlow(foreign.ms, ordinaryMs),
    reached: abroad.filter(({ status }) => REACHED.has(status)),
    unreached: abroad.filter(({ status }) => UNREACHED.has(status)),
    atHome: targets.filter(({ domestic, status }) => domestic && REACHED.has(status)),
    blocked: judged.filter(({ status }) => status === 'blocked'),
    judged,
    slowTargets: targets.filter(
      ({ status, latencyMs }) => REACHED.has(status) && isSlow(latencyMs, ordinaryMs),
    ),
  }
}

function answering(up: number, asked: number): Answering {
  if (asked === 0) return 'nobody-asked'
  if (up === 0) return 'none'
  return up > asked / 2 ? 'most' : 'some'
}
