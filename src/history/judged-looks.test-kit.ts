import type { Status } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import { page } from '../../core/verdict/observe.test-kit.ts'
import type { Engine } from './judged-again.ts'
import type { Measurement } from './records.ts'
import { aLook, aVerdict, NOON_IN_ALMATY } from './test-database.ts'

export const SITE = 'https://example.org/'
export const STEP = 10 * 60_000

/** What each engine says of a look is written into the look itself: as the title of the page it saw. */
export function look(n: number, says: Record<number, Verdict>, more: Partial<Measurement> = {}): Measurement {
  const at = NOON_IN_ALMATY + n * STEP
  const observations = [page(SITE, { title: JSON.stringify(says) })].flat()
  return aLook({ at, id: `${at}-look`, observations, verdict: says[1] ?? aVerdict('reachable'), ...more })
}
export function engine(version: number): Engine {
  return {
    version,
    judge({ observations }) {
      const [seen] = observations
      const says = JSON.parse((seen?.kind === 'page' && seen.response?.title) || '{}')
      return { ...(says[version] as Verdict), engine: version }
    },
  }
}
export const said = (one: Status, other = one) => ({
  1: aVerdict(one, one === 'blocked' ? 'dns' : null),
  2: aVerdict(other, other === 'blocked' ? 'tls-sni' : null),
})
