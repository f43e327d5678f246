import { setMaxListeners } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Scenario } from '../e2e/lab/scenario.ts'
import { openWorld } from '../e2e/lab/world.ts'
import { labWorldOf } from '../e2e/run/lab-world.ts'
import type { BrowserSession, SweptTarget } from '../e2e/run/ports.ts'
import type { Ports } from '../e2e/run/run.ts'
import { autonomousSystems, ooniParties } from './ooni-parties.ts'
import { type ProbeGround, type ProbeRun, runProbe } from './ooni-probe.ts'
import { verdictOf } from './ooni-words.ts'

/** A probe waits more than it works; a busy machine would make time-outs of what is none. */
const AT_ONCE = 12

/**
 * The probe in a browser's place, so that worlds, their proof, steps and evidence are the very same. It remembers
 * nothing from one look to the next: looks that no expectation reads are left out, and so are the waits between.
 */
export function ooniPorts(probe: string, onRun: (url: string, look: ProbeRun) => unknown): Ports {
  let ground: ProbeGround | null = null
  let wanted: readonly boolean[] = []
  let scratch = ''
  return {
    async openWorld(scenarios) {
      // Its comparison of headers takes a Content-Length on both sides for a likeness of the pages, whatever the
      // lengths: with the lab's usual headers it would overlook every block page, which real servers may spare it.
      const world = await openWorld(scenarios, { also: ooniParties(), bareHeaders: true })
      scratch = await mkdtemp(join(tmpdir(), 'ooni-ground-'))
      ground = {
        authority: join(scratch, 'authority.pem'),
        autonomousSystems: join(scratch, 'autonomous-systems.json'),
      }
      await writeFile(ground.authority, world.plan.authorities.lab.certificate)
      await writeFile(ground.autonomousSystems, JSON.stringify(autonomousSystems(world.plan)))
      wanted = looksThatCount(scenarios)
      const used = scratch
      return {
        ...labWorldOf(world),
        // Capturing what nobody will look at costs the machine that must keep time.
        capture: async () => null,
        async close() {
          await world.close()
          await rm(used, { recursive: true, force: true })
        },
      }
    },
    async launch(name) {
      const here = ground
      if (!here) throw new Error('a probe needs a world')
      let look = 0
      const session: BrowserSession = {
        name,
        async sweep(urls, { signal }) {
          if (!wanted[look++]) return []
          setMaxListeners(AT_ONCE + 1, signal)
          const waiting = [...urls]
          const swept: SweptTarget[] = []
          const worker = async () => {
            for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
              const run = await runProbe(probe, url, here, signal)
              onRun(url, run)
              swept.push(sweptBy(url, run))
            }
          }
          await Promise.all(Array.from({ length: AT_ONCE }, worker))
          return swept
        },
        close: async () => {},
      }
      return session
    },
  }
}

/** The last look, and the last on each network that an expectation names; all of a batch have the same steps. */
export function looksThatCount(scenarios: readonly Pick<Scenario, 'steps' | 'expect'>[]): boolean[] {
  const steps = scenarios[0]?.steps ?? []
  const named = new Set(scenarios.flatMap(({ expect }) => Object.keys(expect.networks)))
  const last = (network: string) => steps.findLastIndex((step) => step.network === network)
  return steps.map(({ network }, n) => n === steps.length - 1 || (named.has(network) && last(network) === n))
}

function sweptBy(url: string, { measurement, ms }: ProbeRun): SweptTarget {
  return {
    url,
    verdict: verdictOf(measurement?.test_keys ?? null),
    observations: [],
    ms,
    requests: 0,
    bytes: 0,
    connectivity: 'online',
    networkId: '',
  }
}
