/**
 * Exact one-sided rank-sum test (Wilcoxon, Mann and Whitney): the chance that `low` would rank as low against `high`
 * as it does, were all values drawn from one source. Ties share the middle of their ranks, and the chance is over all
 * ways to pick `low.length` of the ranks really there, so it is exact with ties too. 1 when a side is empty.
 *
 * The least it can be: 3 and 3 give .05, 4 and 4 .014, 5 and 5 .004.
 */
export function rankSumP(low: readonly number[], high: readonly number[]): number {
  if (low.length === 0 || high.length === 0) return 1
  const ranks = doubledRanks([...low, ...high])
  const observed = ranks.slice(0, low.length).reduce((sum, rank) => sum + rank, 0)
  const ways = waysToSum(ranks, low.length)
  let all = 0
  let asLow = 0
  for (const [sum, count] of ways) {
    all += count
    if (sum <= observed) asLow += count
  }
  return asLow / all
}

/** Twice each value's rank, so that the half ranks of ties stay whole numbers. */
function doubledRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length
    const same = values.filter((other) => other === value).length
    return 2 * below + same + 1
  })
}

/** For each sum that `size` of the ranks can have, how many choices of ranks have it. */
function waysToSum(ranks: readonly number[], size: number): Map<number, number> {
  const chosen: Map<number, number>[] = Array.from({ length: size + 1 }, () => new Map<number, number>())
  chosen[0]?.set(0, 1)
  for (const rank of ranks) {
    // From above, so that no rank is taken twice.
    for (let taken = size; taken > 0; taken--) {
      const into = chosen[taken]
      for (const [sum, count] of chosen[taken - 1] ?? [])
        into?.set(sum + rank, (into.get(sum + rank) ?? 0) + count)
    }
  }
  return chosen[size] ?? new Map()
}
