import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { type Zippable, zipSync } from 'fflate'

/** Path inside the folder, with forward slashes, to content. */
export type Files = Map<string, Uint8Array>

export function readFolder(folder: string): Files {
  const paths = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)))
  const files = paths.filter((path) => statSync(path).isFile())
  return new Map(files.map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path)]))
}

/**
 * The same bytes for the same files, whenever and wherever it is made, so that a store's copy can be compared
 * with a build from source: entries sorted, one date for all. The date is local time on purpose, for the format
 * knows no zones and fflate writes local fields.
 */
export function zipFolder(files: Files): Uint8Array {
  const mtime = new Date(1980, 0, 1)
  const entries: Zippable = {}
  for (const path of [...files.keys()].sort()) {
    const content = files.get(path)
    if (content) entries[path] = [content, { mtime, level: 9 }]
  }
  return zipSync(entries)
}
