import type { Ability } from './ability.ts'
import { painter } from './paint.ts'
import { duration } from './row.ts'
import { cell, clean } from './width.ts'

export interface Progress {
  done: number
  total: number
  elapsedMs: number
  /** What is going on, e.g. the hosts being looked at. */
  label: string
}

const BAR = 20

/** One line, at most `columns - 1` wide so that no terminal wraps it. */
export function renderProgress(
  progress: Progress,
  { columns, colour, unicode }: Pick<Ability, 'columns' | 'colour' | 'unicode'>,
): string {
  const total = Math.max(progress.total, progress.done)
  const filled = total === 0 ? 0 : Math.floor((progress.done / total) * BAR)
  const [full, empty] = unicode ? ['━', '─'] : ['=', '-']
  const count = `${progress.done}/${total}  ${duration(progress.elapsedMs)}`
  const paint = painter(colour)
  const room = columns - 1
  if (room < BAR + 2 + count.length) return cell(count, Math.min(room, count.length))
  const bar = paint('blue', full.repeat(filled)) + paint('dim', empty.repeat(BAR - filled))
  const left = room - BAR - 4 - count.length
  const label = left > 0 ? cell(clean(progress.label), left).trimEnd() : ''
  return `${bar}  ${count}  ${label}`.trimEnd()
}
