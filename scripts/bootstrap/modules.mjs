import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * npm writes its hidden lockfile last, so an older one means the lockfile changed since. A first `npm start` leaves
 * the workspaces out: their links are then missing.
 */
export function modulesAreStale(root, workspaces) {
  if (workspaces && !existsSync(join(root, 'node_modules/@fenceline/collector'))) return true
  const installed = statSync(join(root, 'node_modules/.package-lock.json'), { throwIfNoEntry: false })
  return !installed || installed.mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs
}

/** Runs `npm ci` with its chatter on standard error; answers its exit code. */
export function installModules(root, workspaces) {
  const args = ['ci', ...(workspaces ? [] : ['--workspaces=false'])]
  // npm.cmd needs a shell on Windows.
  const options = { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' }
  return spawnSync('npm', args, options).status ?? 1
}
