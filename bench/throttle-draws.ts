import type { SpeedReport } from '../core/stats/network-throttled.ts'
import type { Network } from './throttle-networks.ts'

export type Random = () => number

/** Numbers from 0 to below 1, the same for the same seed (Knuth's linear congruence, Numerical Recipes' constants). */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** `n` different ones of `from`, each choice as likely; all of them where there are fewer. */
export function pick<T>(from: readonly T[], n: number, random: Random): T[] {
  const left = [...from]
  const picked: T[] = []
  while (picked.length < n && left.length > 0) {
    const i = Math.floor(random() * left.length)
    const [one] = left.splice(i, 1)
    if (one !== undefined) picked.push(one)
  }
  return picked
}

/** How `n` reports of a network are drawn; null where it has too few. */
export type Draw = (network: Network, n: number, random: Random) => SpeedReport[] | null

/** Any tests: two of them may be of one visitor. */
export const anyTests: Draw = ({ tests }, n, random) => (tests.length < n ? null : pick(tests, n, random))

/** One test from each of `n` places: as near as the data comes to one vote a client. */
export const onePerPlace: Draw = ({ tests }, n, random) => {
  const places = new Map<string, SpeedReport[]>()
  for (const test of tests) places.set(test.place, [...(places.get(test.place) ?? []), test])
  if (places.size < n) return null
  return pick([...places.values()], n, random).flatMap((own) => pick(own, 1, random))
}

export type Test = (reports: readonly SpeedReport[]) => boolean

/** Of `rounds` rounds, each drawing once from every network that has enough, the share called in each round. */
export function sharesCalled(
  networks: readonly Network[],
  { draw, n, test, rounds, seed }: { draw: Draw; n: number; test: Test; rounds: number; seed: number },
): { networks: number; shares: number[]; called: Map<string, number> } {
  const random = seeded(seed)
  const able = networks.filter((network) => draw(network, n, random) !== null)
  const called = new Map<string, number>()
  const shares: number[] = []
  for (let round = 0; round < rounds && able.length > 0; round++) {
    let hits = 0
    for (const network of able) {
      if (!test(draw(network, n, random) ?? [])) continue
      hits += 1
      called.set(network.name, (called.get(network.name) ?? 0) + 1)
    }
    shares.push(hits / able.length)
  }
  return { networks: able.length, shares, called }
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length
}
