/** Autonomous system numbers. */

const LARGEST = 4_294_967_295

/** Not assigned to any operator (IANA "Special-Purpose AS Numbers"): 0, AS_TRANS, documentation, private use, last ones. */
const SPECIAL: readonly (readonly [from: number, to: number])[] = [
  [0, 0],
  [23_456, 23_456],
  [64_496, 131_071],
  [4_200_000_000, LARGEST],
]

/** Whether a network on the internet can have this number. */
export function isPublicAsn(asn: number): boolean {
  return (
    Number.isInteger(asn) &&
    asn > 0 &&
    asn <= LARGEST &&
    !SPECIAL.some(([from, to]) => asn >= from && asn <= to)
  )
}
