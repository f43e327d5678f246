import type { Scenario } from '../lab/scenario.ts'
import { hasSix, lineOf } from '../lab/user-link.ts'
import { claimsOf } from './claims.ts'

/** Scenarios that share one world and one sweep. */
export type Batch = readonly Scenario[]

/** A sweep of more targets than this would make the last ones wait for the first ones' time-outs. */
export const MAX_TARGETS = 120

interface Open {
  members: Scenario[]
  settings: string
  claimed: Set<string>
  targets: number
  closed: boolean
}

/**
 * Puts each scenario into the first batch it cannot disturb: same networks, device and steps, no host or address
 * in common, and no rule that bites outside its own sites. Deterministic; the order of scenarios is kept within
 * each batch, and batches come in the order of their first member.
 */
export function batches(scenarios: readonly Scenario[], maxTargets = MAX_TARGETS): Batch[] {
  const open: Open[] = []
  for (const scenario of scenarios) {
    const claims = claimsOf(scenario)
    const settings = settingsOf(scenario)
    const targets = scenario.watch.length
    const home = claims.global
      ? undefined
      : open.find(
          (batch) =>
            !batch.closed &&
            batch.settings === settings &&
            batch.targets + targets <= maxTargets &&
            claims.names.every((name) => !batch.claimed.has(name)),
        )
    if (home) {
      home.members.push(scenario)
      home.targets += targets
      for (const name of claims.names) home.claimed.add(name)
    } else {
      open.push({
        members: [scenario],
        settings,
        claimed: new Set(claims.names),
        targets,
        closed: claims.global,
      })
    }
  }
  return open.map((batch) => batch.members)
}

/** Everything of a scenario that holds for the whole world, in one comparable text. */
function settingsOf({ sites, networks, local: asked, steps, expect }: Scenario): string {
  const local = lineOf({ local: asked, sites })
  const { chromium, firefox } = expect.byBrowser
  const links = [expect.connectivity, chromium?.connectivity, firefox?.connectivity]
  const online = links.every((link) => link === undefined || [link].flat().includes('online'))
  return canonical([networks, local, steps, online, hasSix({ local, sites })])
}

/** JSON with sorted keys, so that the order in which a file names its fields does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )
}
