import type { PageRole } from '../model/observation.ts'
import type { JudgeInput } from './judge.ts'

/** One network action the diagnosis asks for. src/measure carries it out and answers with observations. */
export type Look =
  | { kind: 'page'; role: PageRole; url: string; timeoutMs: number }
  /** Every configured resolver is asked; one observation each. */
  | { kind: 'doh'; name: string; type: 'A' | 'AAAA' }
  | { kind: 'system-dns'; name: string }
  | { kind: 'address'; name: string; address: string; scheme: 'http' | 'https'; timeoutMs: number }
  /** Looks at all reference hosts afresh. */
  | { kind: 'references' }
  /** Learns this browser's words for certificate failures (Firefox). */
  | { kind: 'calibration' }

/**
 * What to look at next, given what was seen so far; [] when nothing more can be learned. Looks of one round run
 * side by side. Bounded: at most 5 rounds and 30 looks a target, by construction.
 */
export declare function nextLooks(input: JudgeInput & { secondOpinions: boolean }): Look[]
