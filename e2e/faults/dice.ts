/** Chance that can be had again: the same seed, the same faults. */
export interface Dice {
  readonly seed: number
  /** From 0 to below 1. */
  roll(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  one<T>(from: readonly [T, ...T[]]): T
}

/** @param text the seed as somebody gave it; a new one where nobody did */
export function diceOf(text: string | undefined): Dice {
  const seed = text === undefined || text === '' ? Math.floor(Math.random() * 2 ** 32) : Number(text)
  if (!Number.isInteger(seed)) throw new Error(`The seed of the faults is a whole number, not "${text}"`)
  let state = seed >>> 0
  // Numerical Recipes' generator; its high bits are the good ones, and a fraction is made of those.
  const roll = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return {
    seed,
    roll,
    between: (low, high) => low + Math.floor(roll() * (high - low + 1)),
    one: (from) => from[Math.floor(roll() * from.length)] ?? from[0],
  }
}
