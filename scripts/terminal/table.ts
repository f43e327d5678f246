import type { Ability } from './ability.ts'
import { type Progress, renderProgress } from './progress.ts'
import { type Layout, layoutFor, renderRow, type TableRow } from './row.ts'
import { columnsOf } from './width.ts'
import { inPlainWords } from './words.ts'

export interface Sink {
  write(text: string): unknown
}

export interface Table {
  /** Adds the row, or replaces the one with the same URL. */
  show(row: TableRow): void
  progress(progress: Progress): void
  /** Leaves the finished table on the screen. */
  end(): void
}

const CLEAR_BELOW = '\u001b[0J'

/**
 * On a terminal a table that is redrawn in place, with a progress line under it; elsewhere each finished row is
 * printed once, in the order of finishing, and progress is not printed at all.
 *
 * Only the last screenful can be redrawn, so when the table outgrows the screen its finished head is left behind in
 * the scrollback for good.
 */
export function openTable(sink: Sink, ability: Ability, urls: readonly string[]): Table {
  return ability.live ? liveTable(sink, ability, urls) : plainTable(sink, urls)
}

function plainTable(sink: Sink, urls: readonly string[]): Table {
  const layout = plainLayout(urls)
  return {
    show(row) {
      if (!row.verdict) return
      const words = Math.max(layout.words, columnsOf(inPlainWords(row.verdict)))
      sink.write(`${renderRow(row, { ...layout, words }, { colour: false, unicode: true })}\n`)
    },
    progress() {},
    end() {},
  }
}

/** For a file, where nothing need be cut: the words get this much or more. */
function plainLayout(urls: readonly string[]): Layout {
  const layout = layoutFor(
    urls.map((url) => ({ url })),
    1000,
  )
  return { ...layout, words: 44 }
}

function liveTable(sink: Sink, ability: Ability, urls: readonly string[]): Table {
  const layout = layoutFor(
    urls.map((url) => ({ url })),
    ability.columns - 1,
  )
  const rows = new Map<string, TableRow>(urls.map((url) => [url, { url, verdict: null, ms: null }]))
  /** Printed for good: out of reach of redrawing. */
  const gone = new Set<string>()
  let under: Progress | null = null
  let drawn = 0

  const draw = (last: boolean) => {
    const lines = [...rows.values()].map((row) => renderRow(row, layout, ability))
    const room = Math.max(1, ability.rows - 3)
    const left: string[] = []
    for (const [url, row] of rows) {
      if (lines.length <= room || row.verdict === null) break
      left.push(...lines.splice(0, 1))
      rows.delete(url)
      gone.add(url)
    }
    const hidden = last ? 0 : Math.max(0, lines.length - room)
    if (hidden) lines.splice(room - 1, hidden + 1, `${ability.unicode ? '…' : '...'} ${hidden + 1} more`)
    if (under && !last) lines.push(renderProgress(under, ability))
    const text = [...left, ...lines].map((line) => `${line}\n`).join('')
    sink.write(`${drawn ? `\u001b[${drawn}A` : ''}\r${CLEAR_BELOW}${text}`)
    drawn = lines.length
  }

  return {
    show(row) {
      if (gone.has(row.url)) return
      rows.set(row.url, row)
      draw(false)
    },
    progress(progress) {
      under = progress
      draw(false)
    },
    end() {
      draw(true)
    },
  }
}
