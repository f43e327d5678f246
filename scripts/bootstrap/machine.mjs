import { spawnSync } from 'node:child_process'
import { accessSync, constants, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

/**
 * Everything the bootstrap asks of the machine, in one object so that tests can hand in another.
 * @typedef {object} Machine
 * @property {NodeJS.Platform} platform
 * @property {string} home
 * @property {Record<string, string | undefined>} env
 * @property {boolean} isRoot
 * @property {(path: string) => boolean} isExecutable
 * @property {(folder: string, deep?: boolean) => string[]} list names in a folder, [] when there is none
 * @property {(command: string, args: string[]) => { code: number, out: string }} run quietly
 * @property {(command: string, args: string[], env?: Record<string, string>) => number} runAloud
 * @property {string} root the checkout
 */

/** @returns {Machine} */
export function machine(root) {
  return {
    platform: process.platform,
    home: homedir(),
    env: process.env,
    isRoot: process.getuid?.() === 0,
    isExecutable: (path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    },
    list: (folder, deep = false) => {
      try {
        return readdirSync(folder, { recursive: deep }).map(String)
      } catch {
        return []
      }
    },
    run: (command, args) => {
      const done = spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 })
      return { code: done.status ?? 1, out: `${done.stdout ?? ''}${done.stderr ?? ''}` }
    },
    runAloud: (command, args, env = {}) => {
      const options = { stdio: ['ignore', 2, 2], env: { ...process.env, ...env }, cwd: root }
      return spawnSync(command, args, options).status ?? 1
    },
    root,
  }
}

/** The folders programs are looked for in. Debian keeps nft and ip where a plain user's PATH does not look. */
export function searchPath(m) {
  const fromEnv = (m.env.PATH ?? '').split(m.platform === 'win32' ? ';' : delimiter).filter(Boolean)
  const extra = m.platform === 'win32' ? [] : ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin']
  return [...new Set([...fromEnv, ...extra])]
}

/** Full path of a program, or null. */
export function which(m, program) {
  const found = searchPath(m).map((folder) => join(folder, program))
  return found.find((path) => m.isExecutable(path)) ?? null
}
