import { readFileSync } from 'node:fs'
import { commandLine, processesOf, statOf } from './process-tree.ts'

/**
 * The processes in which an extension's worker lives and through which its requests go. `extension` is every renderer:
 * who measures opens no page, and a spare one that was taken for the extension does not say that it is.
 */
export type Part = 'extension' | 'network' | 'browser'

/** Linux counts processor time in hundredths of a second for every reader (USER_HZ; man 5 proc). */
const TICKS_A_SECOND = 100

const isPart: Record<Part, (words: readonly string[]) => boolean> = {
  extension: (words) => words.includes('--type=renderer'),
  network: (words) => words.some((word) => word.startsWith('--utility-sub-type=network.mojom')),
  browser: (words) => !words.some((word) => word.startsWith('--type=')),
}

function partsOf(profile: string, part: Part): number[] {
  return processesOf(profile).filter((pid) => isPart[part](commandLine(pid)))
}

/** Processor time that this part has used so far, seconds. */
export function cpuSeconds(profile: string, part: Part): number {
  const ticks = partsOf(profile, part).map((pid) => {
    // utime and stime: fields 14 and 15 of the whole line, the state being its third.
    const stat = statOf(pid)
    return Number(stat[11] ?? 0) + Number(stat[12] ?? 0)
  })
  if (ticks.length === 0) throw new Error(`There is no ${part} process`)
  return ticks.reduce((sum, one) => sum + one, 0) / TICKS_A_SECOND
}

/** Memory of this part that is in the machine now, bytes. */
export function residentBytes(profile: string, part: Part): number {
  return partsOf(profile, part)
    .map((pid) => /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
    .reduce((sum, kilobytes) => sum + Number(kilobytes ?? 0) * 1024, 0)
}
