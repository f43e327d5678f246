import type { BrowserName } from '../e2e/run/ports.ts'
import type { Judged } from './confusion.ts'
import { type Figure, figure } from './figure.ts'
import { PEER } from './ooni-peer.ts'
import type { Peer } from './ooni-score.ts'

/**
 * The share of all targets that the browser got right, and, where a probe judged too, the probe's beside it. A probe
 * cannot be in every scenario, so one more figure compares the two over those that both were in, and nothing else.
 */
export function correctFigures(
  browser: BrowserName,
  judged: readonly Judged[],
  peer: Pick<Peer, 'judged' | 'leftOut'> | null,
): Figure[] {
  const name = `verdicts.correct-${browser}`
  if (!peer || peer.judged.length === 0) return [figure(name, 'share', [rightOf(judged)])]
  const beside = { name: PEER, values: [rightOf(peer.judged)] }
  const shared = judged.filter(({ scenario }) => !peer.leftOut.has(scenario))
  return [
    figure(name, 'share', [rightOf(judged)], beside),
    figure(`${name}-shared`, 'share', [rightOf(shared)], beside),
  ]
}

const rightOf = (all: readonly Judged[]): number => all.filter(({ ok }) => ok).length / all.length
