import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseScenario, type Scenario } from '../lab/scenario.ts'

export const SCENARIOS = fileURLToPath(new URL('../scenarios', import.meta.url))

/** The user's file is wrong, not the lab: the message names the file and the path in it. */
export class BadScenario extends Error {}

/**
 * Reads scenario files. Each path may be a file or a folder of them, relative to `cwd`; a bare name that is no file
 * there may be one of the project's own; none at all means all of the project's own.
 */
export async function loadScenarios(paths: readonly string[], cwd: string): Promise<Scenario[]> {
  const files = paths.length
    ? (await Promise.all(paths.map((path) => expand(path, cwd)))).flat()
    : await inFolder(SCENARIOS)
  const unique = [...new Set(files)]
  const read = await Promise.allSettled(unique.map(readScenario))
  const wrong = read.flatMap((one) =>
    one.status === 'rejected' ? [String(one.reason?.message ?? one.reason)] : [],
  )
  if (wrong.length) throw new BadScenario(wrong.join('\n'))
  const scenarios = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const byName = new Map<string, Scenario>()
  for (const scenario of scenarios) {
    const other = byName.get(scenario.name)
    if (other)
      throw new BadScenario(`${scenario.file}: name: ${scenario.name} is the name of ${other.file} too`)
    byName.set(scenario.name, scenario)
  }
  return scenarios
}

async function expand(path: string, cwd: string): Promise<string[]> {
  const own = join(SCENARIOS, `${path.replace(/\.json$/, '')}.json`)
  for (const candidate of [resolve(cwd, path), ...(/^[\w.-]+$/.test(path) ? [own] : [])]) {
    const found = await stat(candidate).catch(() => null)
    if (found) return found.isDirectory() ? inFolder(candidate) : [candidate]
  }
  throw new BadScenario(`${path}: there is no such file or folder (looked from ${cwd})`)
}

async function inFolder(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter(
    (name) => name.endsWith('.json') && !name.endsWith('schema.json'),
  )
  if (names.length === 0) throw new BadScenario(`${folder}: no scenario file (*.json) in it`)
  return names.sort().map((name) => join(folder, name))
}

async function readScenario(file: string): Promise<Scenario> {
  let json: unknown
  try {
    json = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new BadScenario(`${file}: ${error instanceof SyntaxError ? 'not JSON: ' : ''}${reason}`)
  }
  try {
    return parseScenario(json, file)
  } catch (error) {
    throw new BadScenario(error instanceof Error ? error.message : String(error))
  }
}
