import { openWorld as open, type World } from '../lab/world.ts'
import type { LabWorld, OpenWorld } from './ports.ts'

/** The real lab behind the runner's port. */
export const openWorld: OpenWorld = async (scenarios) => labWorldOf(await open(scenarios))

export function labWorldOf(world: World): LabWorld {
  return {
    async prove() {
      const proofs = await world.prove()
      return proofs
        .filter(({ ok }) => !ok)
        .map(({ scenario, what, seen }) => ({ scenario: scenario || null, text: `${what}: ${seen}` }))
    },
    setSweep: (sweep) => world.setSweep(sweep),
    useNetwork: (id) => world.useNetwork(id),
    offline: (on) => world.offline(on),
    log: async () => `${(await world.log()).join('\n')}\n`,
    capture: (file) => world.capture(file),
    close: () => world.close(),
  }
}
