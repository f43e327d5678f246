import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { BROWSERS, type BrowserName } from './ports.ts'
import { type Recording, RecordingSchema } from './recording.ts'
import type { Result } from './result.ts'

export const RECORDINGS = fileURLToPath(new URL('../recordings', import.meta.url))

/**
 * Writes a recording for each scenario and browser in which every target went as expected: what went wrong belongs
 * in artifacts, and would only teach the rules to be wrong. Answers the files written.
 */
export async function recordFrom(results: readonly Result[], folder = RECORDINGS): Promise<string[]> {
  const files: string[] = []
  await mkdir(folder, { recursive: true })
  for (const recording of recordingsOf(results)) {
    const file = join(folder, fileOf(recording.scenario, recording.browser))
    await writeFile(file, `${JSON.stringify(recording)}\n`)
    files.push(file)
  }
  return files
}

/** Removes the recordings of scenarios that are no more; answers their files. */
export async function dropStale(scenarios: readonly string[], folder = RECORDINGS): Promise<string[]> {
  const kept = new Set(scenarios.flatMap((name) => BROWSERS.map((browser) => fileOf(name, browser))))
  const names = await readdir(folder).catch(() => [])
  const stale = names.filter((name) => name.endsWith('.json') && !kept.has(name))
  await Promise.all(stale.map((name) => rm(join(folder, name))))
  return stale
}

const fileOf = (scenario: string, browser: BrowserName): string =>
  `${scenario.replace(/[^\w.-]+/g, '_')}-${browser}.json`

export function recordingsOf(results: readonly Result[]): Recording[] {
  const groups = new Map<string, Result[]>()
  for (const result of results) {
    const key = `${result.line.browser} ${result.line.scenario}`
    groups.set(key, [...(groups.get(key) ?? []), result])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first || group.some(({ line }) => !line.ok)) return []
    const { scenario, browser } = first.line
    const targets = group.map(({ line, observations }) => ({
      url: line.url,
      expected: withoutNetworks(line.expected),
      observations: observations.at(-1) ?? [],
    }))
    // Parsed on the way out as well: a recording that cannot be read again is found now, not in a year.
    return [v.parse(RecordingSchema, { scenario, browser, targets })]
  })
}

function withoutNetworks(expected: unknown): unknown {
  if (typeof expected !== 'object' || expected === null || !('networks' in expected)) return expected
  const { networks: _networks, ...rest } = expected
  return rest
}
