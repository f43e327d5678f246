/** The chance of `hits` or more of `n` independent trials, each of which hits with probability `p`. */
export function binomialTail(hits: number, n: number, p: number): number {
  if (hits <= 0) return 1
  if (hits > n || p <= 0) return 0
  if (p >= 1) return 1
  const odds = Math.log(p) - Math.log1p(-p)
  // In logarithms: with many trials the first terms are too small to be written down at all.
  let term = n * Math.log1p(-p)
  let tail = 0
  for (let k = 0; k <= n; k++) {
    if (k >= hits) tail += Math.exp(term)
    if (k < n) term += Math.log((n - k) / (k + 1)) + odds
  }
  return Math.min(1, tail)
}
