import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserName } from './ports.ts'
import type { Result } from './result.ts'

/** What a batch leaves behind for a scenario that went wrong. */
export interface Evidence {
  /** null when the world could not be asked. */
  log: string | null
  /** A finished packet capture of the whole batch. */
  capture: string | null
}

export function artifactFolder(root: string, scenario: string, browser: BrowserName): string {
  return join(root, `${scenario.replace(/[^\w.-]+/g, '_')}-${browser}`)
}

/** Writes one scenario's evidence, in place of what an earlier run left there; answers where. */
export async function keepEvidence(
  root: string,
  scenario: string,
  browser: BrowserName,
  results: readonly Result[],
  evidence: Evidence,
): Promise<string> {
  const folder = artifactFolder(root, scenario, browser)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const summary = results.map(({ line, problems }) => ({ ...line, problems }))
  await writeFile(join(folder, 'result.json'), `${JSON.stringify(summary, null, 2)}\n`)
  const observations = Object.fromEntries(results.map(({ line, observations }) => [line.url, observations]))
  await writeFile(join(folder, 'observations.json'), `${JSON.stringify(observations, null, 2)}\n`)
  if (evidence.log !== null) await writeFile(join(folder, 'world.log'), evidence.log)
  if (evidence.capture !== null) {
    // A capture that never saw a packet may leave no file at all; the other evidence is worth having without it.
    await copyFile(evidence.capture, join(folder, 'capture.pcap')).catch(() => undefined)
  }
  return folder
}
