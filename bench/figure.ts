import { median as middleOf } from '../core/stats/median.ts'

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
  const middle = middleOf(values)
  if (middle === null) throw new Error('The median of nothing')
  return middle
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
