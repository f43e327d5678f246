import { addressRange } from '../net/address-range.ts'
import { hypergeometricTail } from '../stats/hypergeometric.ts'
import type { TargetLook } from './finding-facts.ts'

/** Blocked sites that have something in common which those that are not blocked have not. */
export interface Cluster {
  name: string
  targets: TargetLook[]
  /** Judged sites that have it: blocked ones or not. */
  of: number
}

/** Fewer say nothing of what they have in common. */
const LEAST = 3
/** And most that have it must be blocked. */
const LEAST_SHARE = 2 / 3
/** For all names that are tried together (Bonferroni): with many categories one is always odd. */
const P = 0.05

function clusters(
  judged: readonly TargetLook[],
  counts: (target: TargetLook) => boolean,
  namesOf: (target: TargetLook) => readonly string[],
): Cluster[] {
  const groups = new Map<string, TargetLook[]>()
  for (const target of judged) {
    for (const name of new Set(namesOf(target))) groups.set(name, [...(groups.get(name) ?? []), target])
  }
  const tried = [...groups].filter(([, members]) => members.length >= LEAST)
  const marked = judged.filter(counts).length
  return tried
    .map(([name, members]) => ({ name, targets: members.filter(counts), of: members.length }))
    .filter(
      ({ targets, of }) =>
        targets.length >= LEAST &&
        targets.length / of >= LEAST_SHARE &&
        hypergeometricTail(targets.length, of, marked, judged.length) <= P / tried.length,
    )
    .sort((a, b) => b.targets.length - a.targets.length)
}

/** Blocked sites of one kind, while other kinds are not. */
export function blockedCategories(judged: readonly TargetLook[]): Cluster[] {
  return clusters(
    judged,
    ({ status }) => status === 'blocked',
    ({ category }) => (category === '' ? [] : [category]),
  )
}

/** By which a range of addresses can be blocked; a name, or a look at what is said, takes no address. */
const BY_ADDRESS = new Set([null, 'ip', 'unknown', 'freeze'])

/** Unreached sites at one hoster: blocked by address, or the hoster's own fault. */
export function blockedRanges(judged: readonly TargetLook[]): Cluster[] {
  return clusters(
    judged,
    ({ status, mechanism }) => (status === 'blocked' && BY_ADDRESS.has(mechanism)) || status === 'down',
    ({ addresses }) => addresses.flatMap((address) => addressRange(address) ?? []),
  )
}
