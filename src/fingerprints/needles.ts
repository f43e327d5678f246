/** Letters that a needle is found by: one look-up for each place of the text, whatever the number of needles. */
const GRAM = 4
const BUCKETS = 1 << 16

/** A number below BUCKETS for the four code units at `at`. */
function gram(text: string, at: number): number {
  const low = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16)
  const high = text.charCodeAt(at + 2) | (text.charCodeAt(at + 3) << 16)
  return (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 16
}

/**
 * Finds which of many strings stand in a text, in one pass: each string is known by its rarest four letters (after
 * Wu and Manber 1994, without the shifts). Strings shorter than that are never found.
 */
export class Needles {
  readonly #needles: readonly string[]
  /** By the number of four letters: which needles have them, and how far from their beginning. */
  readonly #buckets = new Map<number, { index: number; offset: number }[]>()
  readonly #used = new Uint8Array(BUCKETS)

  constructor(needles: readonly string[]) {
    this.#needles = needles
    const frequency = new Uint32Array(BUCKETS)
    const grams = needles.map((needle) => {
      const all = Array.from({ length: Math.max(0, needle.length - GRAM + 1) }, (_, at) => gram(needle, at))
      for (const one of all) frequency[one] = (frequency[one] ?? 0) + 1
      return all
    })
    grams.forEach((all, index) => {
      if (all.length === 0) return
      let offset = 0
      for (let at = 1; at < all.length; at++) {
        if ((frequency[all[at] ?? 0] ?? 0) < (frequency[all[offset] ?? 0] ?? 0)) offset = at
      }
      const bucket = all[offset] ?? 0
      this.#used[bucket] = 1
      this.#buckets.set(bucket, [...(this.#buckets.get(bucket) ?? []), { index, offset }])
    })
  }

  /** Indexes of those that stand in `text`, ascending. */
  find(text: string): number[] {
    const found = new Set<number>()
    for (let at = 0; at + GRAM <= text.length; at++) {
      const bucket = gram(text, at)
      if (this.#used[bucket] === 0) continue
      for (const { index, offset } of this.#buckets.get(bucket) ?? []) {
        if (found.has(index)) continue
        if (text.startsWith(this.#needles[index] ?? '', at - offset)) found.add(index)
      }
    }
    return [...found].sort((a, b) => a - b)
  }
}
