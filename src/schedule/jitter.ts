/** A spacing, up to `share` of it shorter or longer: no rhythm shows on the wire, and no two installations keep step. */
export function jittered(ms: number, share: number, random: () => number): number {
  return Math.round(ms * (1 + share * (2 * random() - 1)))
}
