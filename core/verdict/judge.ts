import type { Observation } from '../model/observation.ts'
import type { Verdict } from '../model/verdict.ts'

export interface JudgeInput {
  url: string
  browser: 'chromium' | 'firefox'
  /** Host access to all sites was granted, so address probes were possible. */
  allSites: boolean
  observations: readonly Observation[]
}

/** Judges one target from everything seen of it in one look. Never throws; exactly one verdict. */
export declare function judge(input: JudgeInput): Verdict
