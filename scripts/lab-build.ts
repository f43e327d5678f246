import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = [
  'core',
  'src',
  'public',
  'manifest.json',
  'vite.config.ts',
  'package-lock.json',
  'scripts/manifest.ts',
]

/** Time of the newest file under a path, epoch ms. */
function newest(path: string): number {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** Builds the extension's lab builds unless they are newer than everything they are made of. */
export function ensureLabBuild(): void {
  const built = ['lab-chrome', 'lab-firefox'].map((mode) => join(root, 'dist', mode, 'manifest.json'))
  const fresh =
    built.every(existsSync) &&
    Math.max(...SOURCES.map((s) => newest(join(root, s)))) <
      Math.min(...built.map((b) => statSync(b).mtimeMs))
  if (fresh) return
  process.stderr.write('Building the extension\n')
  const args = ['--import', 'tsx', join(root, 'scripts/build.ts'), '--lab']
  const done = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) throw new Error('The extension could not be built; see above')
}
