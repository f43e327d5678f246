import { readObservations } from '../../core/model/upcast.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import type { JudgeInput } from '../../core/verdict/judge.ts'
import type { Measurement } from './records.ts'
import { MeasurementSchema, readRow } from './stored.ts'

export interface Engine {
  version: number
  judge(input: JudgeInput): Verdict
}

export interface JudgedAgain {
  /** What the look says by itself: what the series takes in. */
  said: Measurement
  stored: Measurement
  /** Its stored verdict stays: a newer engine gave it, or part of what was seen cannot be read by this build. */
  isKept: boolean
}

const CEILING = 'ceiling.listed-sites-only'

/** A stored look as this engine judges it; null when the row cannot be read at all. */
export function judgedAgain(row: unknown, engine: Engine): JudgedAgain | null {
  const read = readRow(MeasurementSchema, row)
  if (!read) return null
  const { observations, unread } = readObservations(read.observations)
  const { allSites: known, ...rest } = read
  const stored: Measurement = { ...rest, observations, ...(known === undefined ? {} : { allSites: known }) }
  if (unread > 0 || stored.verdict.engine > engine.version) {
    // What the series lifted it to is not what it said by itself.
    const { confidence } = stored.verdict
    const verdict = {
      ...stored.verdict,
      confidence: confidence === 'confirmed' ? ('likely' as const) : confidence,
    }
    return { said: { ...stored, verdict }, stored, isKept: true }
  }
  const input: JudgeInput = {
    url: stored.url,
    browser: stored.browser.startsWith('firefox') ? 'firefox' : 'chromium',
    allSites: known ?? hadAllSites(stored),
    observations,
  }
  return { said: { ...stored, verdict: engine.judge(input) }, stored, isKept: false }
}

/** Of looks from before it was kept: what shows that it was granted; otherwise the weaker claim. */
function hadAllSites({ verdict, observations }: Measurement): boolean {
  if (verdict.rules.includes(CEILING)) return false
  return verdict.status === 'blocked' || observations.some((o) => o.kind === 'address')
}
