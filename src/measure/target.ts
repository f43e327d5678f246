import type { Observation } from '../../core/model/observation.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import { type JudgeInput, judge } from '../../core/verdict/judge.ts'
import { type Look, MAX_ROUNDS, nextLooks, PAGE_TIMEOUT_MS } from '../../core/verdict/plan.ts'
import { BROWSER } from '../platform/which.ts'
import { LIMITS } from './limits.ts'

/** Carries out one look; may answer with several observations (each resolver, each reference). */
export type CarryOut = (look: Look) => Promise<Observation[]>

export interface MeasureTarget {
  url: string
  allSites: boolean
  secondOpinions: boolean
  carryOut: CarryOut
  signal: AbortSignal
}

export interface MeasuredTarget {
  observations: Observation[]
  verdict: Verdict
  ms: number
  requests: number
  bytes: number
}

/**
 * One request when the target is healthy; otherwise round after round of what core/verdict/plan.ts asks for,
 * each round side by side, until nothing more can be learned or the time for one target is used up.
 */
export async function measureTarget(args: MeasureTarget): Promise<MeasuredTarget> {
  const start = performance.now()
  const { url, allSites, secondOpinions } = args
  const observations = await args.carryOut({ kind: 'page', role: 'target', url, timeoutMs: PAGE_TIMEOUT_MS })
  const input = (): JudgeInput => ({ url, browser: BROWSER, allSites, observations })
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (args.signal.aborted || performance.now() - start > LIMITS.targetMs) break
    const looks = nextLooks({ ...input(), secondOpinions })
    if (looks.length === 0) break
    observations.push(...(await Promise.all(looks.map(args.carryOut))).flat())
  }
  const sum = (key: 'requests' | 'bytes') => observations.reduce((total, o) => total + o[key], 0)
  const ms = performance.now() - start
  return { observations, verdict: judge(input()), ms, requests: sum('requests'), bytes: sum('bytes') }
}
