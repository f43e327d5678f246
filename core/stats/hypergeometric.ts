/** ln of n choose k. */
function lnChoose(n: number, k: number): number {
  let sum = 0
  for (let i = 1; i <= k; i++) sum += Math.log(n - k + i) - Math.log(i)
  return sum
}

/**
 * Of `all` sites `marked` are blocked: the chance that of `drawn` sites picked at random `hits` or more are (the upper
 * tail of the hypergeometric distribution; Fisher's exact test, one-sided).
 */
export function hypergeometricTail(hits: number, drawn: number, marked: number, all: number): number {
  const least = Math.max(0, drawn + marked - all)
  const most = Math.min(drawn, marked)
  if (hits <= least) return 1
  let tail = 0
  for (let k = hits; k <= most; k++) {
    tail += Math.exp(lnChoose(marked, k) + lnChoose(all - marked, drawn - k) - lnChoose(all, drawn))
  }
  return Math.min(1, tail)
}
