import { readdirSync, readFileSync } from 'node:fs'

/** Every process of the browsers that this process launched: Playwright keeps a persistent context's own to itself. */
export function browserProcesses(root = process.pid): number[] {
  const parents = new Map<number, number>()
  for (const entry of readdirSync('/proc')) {
    if (/^\d+$/.test(entry)) parents.set(Number(entry), parentOf(Number(entry)))
  }
  const descends = (pid: number): boolean => {
    const parent = parents.get(pid) ?? 0
    return parent === root || (parent > 1 && descends(parent))
  }
  return [...parents.keys()].filter((pid) => descends(pid) && isBrowser(pid))
}

export function stopAll(pids: readonly number[], signal: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch {
      // It ended meanwhile.
    }
  }
}

/** The fourth field of /proc/PID/stat, after a name that may hold anything. */
function parentOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`)
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0)
}

function isBrowser(pid: number): boolean {
  return /chrom|firefox/i.test(read(`/proc/${pid}/cmdline`).split('\0')[0] ?? '')
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
