import type { Ability } from './ability.ts'
import { type Progress, renderProgress } from './progress.ts'
import type { Sink } from './table.ts'

const CLEAR_LINE = '\r\u001b[2K'

/** One line that overwrites itself; nothing at all where lines cannot be redrawn. */
export interface ProgressLine {
  show(progress: Progress): void
  /** Makes room for something to stay; call before writing to the same screen. */
  clear(): void
}

export function openProgressLine(sink: Sink, ability: Ability): ProgressLine {
  let shown = false
  return {
    show(progress) {
      if (!ability.live) return
      sink.write(CLEAR_LINE + renderProgress(progress, ability))
      shown = true
    },
    clear() {
      if (shown) sink.write(CLEAR_LINE)
      shown = false
    },
  }
}
