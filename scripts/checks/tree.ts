import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Repository path, with forward slashes, to source text. */
export type Tree = ReadonlyMap<string, string>

/** Every file git tracks or would track. */
export function projectFiles(): string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const listed = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 })
  const files = [...new Set(listed.split('\0').filter(Boolean))]
  // A file deleted but not yet committed is still listed.
  return files.filter((path) => existsSync(join(ROOT, path)))
}

const SOURCE = /\.(ts|tsx|mts|mjs|js)$/

/** All source files of the project. */
export function sourceTree(): Tree {
  const files = projectFiles().filter((path) => SOURCE.test(path))
  return new Map(files.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]))
}

/** Tests, and what only tests use (`*.test-kit.ts`). */
export const isTest = (path: string): boolean => /\.test(-kit)?\.(ts|tsx|mjs)$/.test(path)
