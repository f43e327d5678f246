import type { Facts } from '../facts/facts.ts'
import { outsideUp, type Rule, type Saying } from '../rule.ts'

/** The site itself came, or kept coming: what is left to ask is at what pace. */
const siteCame = (f: Facts): boolean => {
  if (!f.answer) return f.trouble?.code === 'http.response.stalled'
  const { authentic, fresh, score, response } = f.answer
  return fresh && response.status < 400 && (authentic || (score === 0 && f.stray === null))
}
const linkFine = (f: Facts): boolean => f.link === 'online' && f.local === null

function throttled(f: Facts, sure: boolean): Saying {
  const likely = sure && outsideUp(f)
  return {
    status: 'throttled',
    confidence: likely ? 'likely' : 'suspected',
    hop: f.hop,
    support: [
      'confidence.references-answer',
      ...(sure ? ['confidence.repeated'] : []),
      ...(outsideUp(f) ? ['confidence.outside-up'] : []),
    ],
  }
}

/**
 * It comes, and somebody seems to hold it back. A page that came at a healthy pace is never throttled, and nothing is
 * while others are as slow: both are in the facts.
 */
export const SLOW_RULES: readonly Rule[] = [
  {
    id: 'throttled.transfers',
    when: (f) => siteCame(f) && linkFine(f) && f.pace.trickles && f.pace.transfers !== 'none',
    say: (f) => throttled(f, f.pace.transfers === 'likely'),
    source: 'Russia 2021, https://doi.org/10.1145/3487552.3487858; OONI dd-007',
  },
  {
    // Likely takes the same server's address, quick when the name is not said: else it may be the server that is slow.
    id: 'throttled.handshake',
    when: (f) => siteCame(f) && linkFine(f) && f.pace.handshakes && f.pace.heldBack !== 'none',
    say: (f) => throttled(f, f.pace.heldBack === 'likely' && f.probes.some((p) => p.answered)),
    source: 'Kazakhstan 2022-23, https://ooni.org/post/2023-throttling-kz-elections/; Turkey 2023',
  },
]
