import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The oldest browser the manifest admits; scripts/checks/built compares it with the built manifests. */
export const MINIMUM_BROWSER = 140

/** What to tell someone whose Node is older than package.json asks for; null when it is new enough. */
export function nodeComplaint(root, version) {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const wanted = String(engines.node).replace(/^>=\s*/, '')
  if (!isOlder(version, wanted)) return null
  return `Fenceline needs Node ${wanted} or newer; this is Node ${version}. Get one from your distribution or nodejs.org.`
}

/** Compares the numbers of two dotted versions; missing ones count as 0. */
export function isOlder(version, wanted) {
  const have = version.split('.').map(Number)
  const want = wanted.split('.').map(Number)
  for (let i = 0; i < want.length; i++) {
    const difference = (have[i] ?? 0) - (want[i] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}
