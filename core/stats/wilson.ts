/** Two-sided 95%. */
const Z = 1.959964

/**
 * Wilson's score interval for a share: unlike the plain one it stays within 0 and 1 and does not shrink to nothing
 * when every trial or none hits. [0, 1] when there were no trials.
 */
export function wilson(hits: number, n: number, z: number = Z): [low: number, high: number] {
  if (n === 0) return [0, 1]
  const share = hits / n
  const z2 = z * z
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n)
  const half = (z / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))
  // The bounds at nought and at all are exact in theory and a rounding error away in practice.
  return [hits === 0 ? 0 : Math.max(0, centre - half), hits === n ? 1 : Math.min(1, centre + half)]
}
