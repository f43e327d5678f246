import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { type Files, readFolder } from '../../store-zip.ts'
import { ROOT } from '../tree.ts'

export type Build = 'chrome' | 'firefox' | 'lab-chrome' | 'lab-firefox'

/** All files of one build. Throws when it was not made: a check of nothing must not pass. */
export function builtFiles(build: Build): Files {
  const folder = join(ROOT, 'dist', build)
  if (!existsSync(folder)) throw new Error(`dist/${build} is missing: run npm run build first`)
  return readFolder(folder)
}

const ManifestSchema = v.record(v.string(), v.unknown())

export function builtManifest(build: Build): Record<string, unknown> {
  const text = readFileSync(join(ROOT, 'dist', build, 'manifest.json'), 'utf8')
  return v.parse(ManifestSchema, JSON.parse(text))
}

export function textOf(files: Files, path: string): string {
  const bytes = files.get(path)
  if (!bytes) throw new Error(`${path} is not in the build`)
  return new TextDecoder().decode(bytes)
}

/** The scripts of a build, as a tree the import graph can be read from. */
export function scriptsOf(files: Files): Map<string, string> {
  const scripts = [...files.keys()].filter((path) => path.endsWith('.js'))
  return new Map(scripts.map((path) => [path, textOf(files, path)]))
}
