import type { Observation } from '../../core/model/observation.ts'
import type { Got } from './expect.ts'
import type { BrowserName } from './ports.ts'

/** Why there is nothing to compare. */
export const TROUBLES = ['lab-broken', 'browser-crashed', 'runner-failed'] as const
export interface Trouble {
  error: (typeof TROUBLES)[number]
  text: string
}

/** The machine-readable line: exactly these fields. */
export interface ResultLine {
  scenario: string
  browser: BrowserName
  /** The target; `(connectivity)` or `(events)` for a mismatch of those. */
  url: string
  ok: boolean
  expected: unknown
  got: Got | Trouble | Record<string, unknown> | null
  /** Ids of the rules that fired, the deciding one first. */
  rules: string[]
  ms: number
  requests: number
  bytes: number
}

/** A line with what led to it. */
export interface Result {
  line: ResultLine
  problems: string[]
  /** One list a sweep. */
  observations: Observation[][]
}

/** The same failure for every target of a scenario. */
export function troubled(
  scenario: { name: string; watch: readonly string[]; expect: { targets: Record<string, unknown> } },
  browser: BrowserName,
  trouble: Trouble,
): Result[] {
  return [...new Set(scenario.watch)].map((url) => ({
    line: {
      scenario: scenario.name,
      browser,
      url,
      ok: false,
      expected: scenario.expect.targets[url] ?? {},
      got: trouble,
      rules: [],
      ms: 0,
      requests: 0,
      bytes: 0,
    },
    problems: [`${trouble.error}: ${trouble.text}`],
    observations: [],
  }))
}

/** Browsers write a URL their own way (punycode, the slash at the end). */
export function sameUrl(a: string, b: string): boolean {
  return a === b || (URL.canParse(a) && URL.canParse(b) && new URL(a).href === new URL(b).href)
}
