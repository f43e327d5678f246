import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Every process of the browsers that this process launched: Playwright keeps a persistent context's own to itself. */
export function browserProcesses(root = process.pid): number[] {
  return below(root).filter(isBrowser)
}

/** Every process of the browser that lives in this profile. */
export function processesOf(profile: string): number[] {
  const mains = running().filter((pid) => commandLine(pid).some((word) => word.includes(profile)))
  return [...new Set(mains.flatMap((pid) => [pid, ...below(pid)]))]
}

/** Ends them all at once and waits until they are gone. Stopped first, so that none sees another one die. */
export async function killAll(pids: readonly number[]): Promise<void> {
  stopAll(pids, 'SIGSTOP')
  stopAll(pids, 'SIGKILL')
  while (pids.some(isAlive)) await sleep(10)
}

export function stopAll(pids: readonly number[], signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch {
      // It ended meanwhile.
    }
  }
}

/** What /proc/PID/stat says after the name, which may hold anything: state, parent, ...; [] when it is gone. */
export function statOf(pid: number): string[] {
  const stat = read(`/proc/${pid}/stat`)
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** One that renames itself, as Chromium's children do, parts its words by spaces. */
export const commandLine = (pid: number): string[] => read(`/proc/${pid}/cmdline`).split(/[\0 ]/)

function running(): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
}

function below(root: number): number[] {
  const parents = new Map(running().map((pid) => [pid, Number(statOf(pid)[1] ?? 0)]))
  const descends = (pid: number): boolean => {
    const parent = parents.get(pid) ?? 0
    return parent === root || (parent > 1 && descends(parent))
  }
  return [...parents.keys()].filter(descends)
}

/** One that only waits for its parent to take notice has ended. */
const isAlive = (pid: number): boolean => !['', 'Z', 'X'].includes(statOf(pid)[0] ?? '')

const isBrowser = (pid: number): boolean => /chrom|firefox/i.test(commandLine(pid)[0] ?? '')

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
