import { median } from '../core/stats/median.ts'
import { slowed } from '../core/stats/slowed-pair.ts'
import type { SpeedTest } from './throttle-data.ts'

/** A network and all tests made on it. */
export interface Network {
  name: string
  country: string
  operator: string
  tests: SpeedTest[]
}

/** With fewer tests nobody can say what a network does. */
export const MIN_TESTS = 10

/** The throttling was ordered in this country; networks registered elsewhere are the clean ones, whatever they show. */
const THROTTLING_COUNTRY = 'RU'

/**
 * Operators of mobile networks alone: the regulator announced on 10 March 2021 that all mobile lines and half of the
 * fixed ones were slowed, so these are throttled by word of the censor, not by any rule of ours.
 */
const MOBILE_OPERATORS = new Set(['PJSC MegaFon', 'T2 Mobile LLC'])

export function networksOf(tests: readonly SpeedTest[]): Network[] {
  const networks = new Map<string, Network>()
  for (const test of tests) {
    const known = networks.get(test.network)
    if (known) known.tests.push(test)
    else {
      const { network, country, operator } = test
      networks.set(network, { name: network, country, operator, tests: [test] })
    }
  }
  return [...networks.values()]
}

const enough = ({ tests }: Network) => tests.length >= MIN_TESTS
const inCountry = ({ country }: Network) => country === THROTTLING_COUNTRY

export const isSlowed = ({ targetKbps, controlKbps }: SpeedTest) => slowed(targetKbps, controlKbps)

export function shareSlowed({ tests }: Network): number {
  return tests.filter(isSlowed).length / tests.length
}

/** What counts as throttled, most like the rule first. */
export const LABELS = {
  /** Half the network's tests look slowed. Shares the rule of a single pair with what is being measured. */
  rule: (network: Network) => shareSlowed(network) >= 0.5,
  /** The network's middle test is useless while its middle control is not: no pair, no ratio. */
  medians: ({ tests }: Network) => {
    const target = median(tests.map(({ targetKbps }) => targetKbps)) ?? Infinity
    const control = median(tests.map(({ controlKbps }) => controlKbps)) ?? 0
    return target < 200 && control > 400
  },
  /** Nothing measured at all. */
  mobile: ({ operator }: Network) => MOBILE_OPERATORS.has(operator),
} satisfies Record<string, (network: Network) => boolean>
export type Label = keyof typeof LABELS

export function throttledNetworks(networks: readonly Network[], label: Label): Network[] {
  return networks.filter((network) => inCountry(network) && enough(network) && LABELS[label](network))
}

/** By country alone: what they measured has no say in it, so hosting and VPN networks with Russian users count too. */
export function cleanNetworks(networks: readonly Network[]): Network[] {
  return networks.filter((network) => network.country !== '' && !inCountry(network) && enough(network))
}
