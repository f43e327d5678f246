import type { Verdict } from '../../core/model/verdict.ts'
import type { Latest } from '../../src/history/records.ts'
import { PHONE } from './seed-networks.ts'

const HOUR = 3_600_000
const OPEN: Partial<Verdict> = {
  status: 'reachable',
  mechanism: null,
  confidence: null,
  scope: null,
  warnings: [],
  rules: ['response.site-answers'],
}

/** In trouble on the phone's network as well; the rest of the list opens there. */
const AS_HERE = new Set(['https://daily.example/', 'https://forum.example/', 'https://gazette.example/'])
const OTHERWISE: Record<string, Partial<Verdict>> = {
  'https://video.example/': { status: 'blocked', mechanism: 'tls-sni', confidence: 'likely' },
  'https://albums.example/': { ...OPEN, status: 'throttled', confidence: 'likely' },
  'https://reporters.example/': { ...OPEN, status: 'inconclusive' },
}

/** The same list as the phone's operator lets it through, looked at an hour before. */
export function onThePhone(here: readonly Latest[]): Latest[] {
  return here.map((latest) => {
    const at = latest.at - HOUR
    const own = AS_HERE.has(latest.targetId) ? {} : (OTHERWISE[latest.targetId] ?? OPEN)
    const verdict = { ...latest.verdict, ...own }
    return {
      ...latest,
      networkId: PHONE,
      measurementId: `${latest.measurementId}-phone`,
      at,
      since: Math.min(latest.since, at),
      lastOtherAt: null,
      verdict,
    }
  })
}
