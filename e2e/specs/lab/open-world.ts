import { ip, run } from '../../lab/run-command.ts'
import { parseScenario, type Scenario } from '../../lab/scenario.ts'
import { closeLab, openWorld, type World } from '../../lab/world.ts'

export interface SpecWorld {
  world: World
  close(): Promise<void>
}

/** A world described as in a scenario file, without expectations: a flow asserts for itself. */
export function openSpecWorld(name: string, fields: Record<string, unknown>): Promise<SpecWorld> {
  return openWorldOf(parseScenario({ name, expect: {}, ...fields }, `e2e/specs/${name}.spec.ts`))
}

export async function openWorldOf(scenario: Scenario): Promise<SpecWorld> {
  const world = await openWorld([scenario])
  return {
    world,
    async close() {
      await world.close()
      await closeLab()
      await leaveNothing(world.plan.networks.length)
    },
  }
}

/** The next flow's process makes the lab's hosts anew, under the same names. */
async function leaveNothing(networks: number): Promise<void> {
  // A cable goes with either of its ends.
  await ip(Array.from({ length: networks }, (_, n) => `link del net${n}`))
  await run('ip', ['--all', 'netns', 'del'])
}
