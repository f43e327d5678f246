import type { Ability } from '../../scripts/terminal/ability.ts'
import { painter } from '../../scripts/terminal/paint.ts'
import { duration } from '../../scripts/terminal/row.ts'
import { cell, clean } from '../../scripts/terminal/width.ts'
import { hostOf } from '../../scripts/terminal/words.ts'
import type { Result } from './result.ts'

type Look = Pick<Ability, 'colour' | 'unicode'>

/** Column widths, from the scenarios that will be run. */
export interface Columns {
  scenario: number
  url: number
}

const MOST = 34

export function columnsFor(scenarios: readonly { name: string; watch: readonly string[] }[]): Columns {
  const longest = (texts: string[]) => Math.min(MOST, Math.max(8, ...texts.map((text) => text.length)))
  return {
    scenario: longest(scenarios.map(({ name }) => name)),
    url: longest(scenarios.flatMap(({ watch }) => watch.map(hostOf))),
  }
}

/** A result for people: one line, and one below for each thing that is not as expected. */
export function renderResult({ line, problems }: Result, columns: Columns, look: Look): string[] {
  const paint = painter(look.colour)
  const [good, bad] = look.unicode ? ['✓', '✗'] : ['ok', '!!']
  const mark = line.ok ? paint('blue', good) : paint('red', bad)
  const head = [
    `${mark} ${cell(clean(line.scenario), columns.scenario)}`,
    paint('dim', cell(line.browser, 'chromium'.length)),
    cell(clean(hostOf(line.url)), columns.url),
    paint('dim', cell(line.ms ? duration(line.ms) : '', 7, 'end')),
    clean(said(line.got)),
  ]
  const below = problems.map((problem) => paint('red', `    ${clean(firstLine(problem))}`))
  if (!line.ok && line.rules.length) below.push(paint('dim', `    rules: ${line.rules.join(', ')}`))
  return [head.join('  ').trimEnd(), ...below]
}

/** A tool's whole complaint may run to pages; all of it is in the artifacts. */
function firstLine(text: string): string {
  const [line = ''] = text.split('\n')
  return line.length > 300 ? `${line.slice(0, 300)} ...` : line
}

/** "blocked tls-sni likely", whatever of it there is. */
function said(got: Result['line']['got']): string {
  if (got === null) return 'nothing'
  if ('error' in got) return String(got.error)
  if (!('status' in got)) return JSON.stringify(got)
  const { status, mechanism, confidence, reason, scope } = got
  return [status, mechanism, confidence, reason, scope].filter((word) => word).join(' ')
}

/** The last word: how many of how many, what went wrong, and where to look. */
export function renderSummary(results: readonly Result[], artifactsDir: string, seconds: number): string[] {
  const count = (what: string) =>
    results.filter(({ line }) => line.got !== null && 'error' in line.got && line.got.error === what).length
  const good = results.filter(({ line }) => line.ok).length
  const lab = count('lab-broken')
  const crashed = count('browser-crashed')
  const different = results.length - good - lab - crashed
  const parts = [`${good} of ${results.length} as expected`]
  if (different) parts.push(`${different} not as expected`)
  if (lab) parts.push(`${lab} not judged because the lab was not what the scenario says`)
  if (crashed) parts.push(`${crashed} lost with the browser`)
  const lines = [`${parts.join(', ')} (${Math.round(seconds)} s)`]
  if (good < results.length) lines.push(`What was seen is in ${artifactsDir}`)
  return lines
}
