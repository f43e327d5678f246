/** One measured figure, printed as one JSON line on standard output. */
export interface Figure {
  name: string
  unit: string
  value: number
  /** What it is compared with, measured in the same run. */
  peer?: string
  peerValue?: number
  /** Runs behind the median. */
  n: number
  /** Smallest and largest. */
  spread: [number, number]
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle]
  if (upper === undefined) throw new Error('The median of nothing')
  const lower = sorted[middle - 1]
  return sorted.length % 2 === 0 && lower !== undefined ? (lower + upper) / 2 : upper
}

const round = (x: number): number => Number(x.toPrecision(4))

export function figure(
  name: string,
  unit: string,
  values: readonly number[],
  peer?: { name: string; values: readonly number[] },
): Figure {
  return {
    name,
    unit,
    value: round(median(values)),
    ...(peer ? { peer: peer.name, peerValue: round(median(peer.values)) } : {}),
    n: values.length,
    spread: [round(Math.min(...values)), round(Math.max(...values))],
  }
}
