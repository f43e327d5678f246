import { parseScenario, type Scenario } from '../lab/scenario.ts'
import type { BrowserSession, Flaw, LabWorld, SweepOptions, SweptTarget } from './ports.ts'
import type { Ports } from './run.ts'
import { verdict } from './verdict-fixture.ts'

/** A scenario for tests: one site, expected to be reachable. */
export function scenario(name: string, over: Record<string, unknown> = {}): Scenario {
  const host = `${name}.example`
  const url = `https://${host}/`
  const address = `93.184.${[...name].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 65_536, 7) % 256}.${name.length}`
  return parseScenario(
    {
      name,
      sites: [{ host, ips: [address] }],
      watch: [url],
      expect: { targets: { [url]: { status: 'reachable' } } },
      ...over,
    },
    `${name}.json`,
  )
}

export function swept(url: string, over: Partial<SweptTarget> = {}): SweptTarget {
  return {
    url,
    verdict: verdict(),
    observations: [],
    ms: 10,
    requests: 1,
    bytes: 1000,
    connectivity: 'online',
    networkId: 'unknown',
    ...over,
  }
}

export interface Script {
  open?: (batch: readonly Scenario[]) => void
  flaws?: (batch: readonly Scenario[]) => Flaw[]
  sweep?: (
    urls: readonly string[],
    options: SweepOptions,
    sweep: number,
  ) => Promise<SweptTarget[]> | SweptTarget[]
  events?: BrowserSession['events']
  setSweep?: (sweep: number) => void
}

/** An in-memory lab and browser that note what was asked of them, in order. */
export function fakePorts(script: Script = {}): Ports & { calls: string[] } {
  const calls: string[] = []
  const note = (text: string) => void calls.push(text)
  return {
    calls,
    openWorld: async (batch) => {
      note(`open ${batch.map(({ name }) => name).join(' ')}`)
      script.open?.(batch)
      const world: LabWorld = {
        prove: async () => script.flaws?.(batch) ?? [],
        setSweep: async (sweep) => {
          note(`sweep ${sweep}`)
          script.setSweep?.(sweep)
        },
        useNetwork: async (id) => note(`network ${id}`),
        offline: async (on) => note(on ? 'offline' : 'back'),
        log: async () => 'the log',
        capture: async () => null,
        close: async () => note('close world'),
      }
      return world
    },
    launch: async (name, { country }) => {
      note(`launch ${name} ${country}`)
      let sweep = 0
      return {
        name,
        sweep: async (urls, options) =>
          script.sweep?.(urls, options, ++sweep) ?? urls.map((url) => swept(url)),
        ...(script.events ? { events: script.events } : {}),
        close: async () => note('close browser'),
      }
    },
  }
}
