import type { TargetExpectation } from '../e2e/lab/scenario.ts'
import type { Result } from '../e2e/run/result.ts'

/** One target of one run: what was expected of it and what was said. */
export interface Judged {
  scenario: string
  url: string
  expected: string
  said: string
  ok: boolean
}

export const list = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((item) => (typeof item === 'string' ? [item] : []))

export const spoken = (status: readonly string[], mechanism: readonly string[]): string =>
  [status.join('|') || 'any', ...(mechanism.length > 0 ? [mechanism.join('|')] : [])].join(' ')

/** Targets only: lines on connectivity and events are judged by the runner, not by the table. */
export function judgedOf({ line }: Result): Judged | null {
  if (line.url.startsWith('(')) return null
  const expected = line.expected as TargetExpectation
  const got = (line.got ?? {}) as { status?: string; mechanism?: string | null; confidence?: string | null }
  const said = [got.status ?? 'nothing', got.mechanism, got.confidence].filter(Boolean).join(' ')
  const { scenario, url, ok } = line
  return { scenario, url, ok, said, expected: spoken(list(expected.status), list(expected.mechanism)) }
}

/** Expected against said, each pair counted: the lines of a confusion table, the commonest first. */
export function confusionTable(judged: readonly Judged[]): string[] {
  const counts = new Map<string, { n: number; wrong: number }>()
  for (const { expected, said, ok } of judged) {
    const key = `${expected.padEnd(38)} ${said}`
    const count = counts.get(key) ?? { n: 0, wrong: 0 }
    counts.set(key, { n: count.n + 1, wrong: count.wrong + (ok ? 0 : 1) })
  }
  const rows = [...counts].sort(([a, x], [b, y]) => y.n - x.n || a.localeCompare(b))
  return [
    `${'n'.padStart(5)} wrong  ${'expected'.padEnd(38)} said`,
    ...rows.map(
      ([key, { n, wrong }]) => `${String(n).padStart(5)} ${String(wrong || '').padStart(5)}  ${key}`,
    ),
  ]
}
