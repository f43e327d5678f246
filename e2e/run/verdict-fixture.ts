import type { Verdict } from '../../core/model/verdict.ts'

/** A verdict for tests: reachable unless told otherwise. */
export function verdict(over: Partial<Verdict> = {}): Verdict {
  return {
    status: 'reachable',
    mechanism: null,
    confidence: null,
    reason: null,
    scope: null,
    warnings: [],
    rules: ['page.ok'],
    hop: null,
    engine: 1,
    ...over,
  }
}
