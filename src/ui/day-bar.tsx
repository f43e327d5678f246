import './day-bar.css'
import type { StripCell } from '../history/read.ts'
import { plural, t } from './i18n.ts'

/** The day as 24 cells, for the eye only: wherever it stands alone, daySummary() says the same in words. */
export function DayBar({ cells, large = false }: { cells: readonly StripCell[]; large?: boolean }) {
  return (
    <span class={large ? 'day large' : 'day'} aria-hidden="true">
      {cells.map((cell, hour) => (
        // A cell has no identity but its hour.
        <i key={hour} class={`tone-${cell}`} />
      ))}
    </span>
  )
}

/** "Reachable: 20 h, Blocked: 3 h" in order of first appearance. */
export function daySummary(cells: readonly StripCell[]): string {
  const hours = new Map<StripCell, number>()
  for (const cell of cells) hours.set(cell, (hours.get(cell) ?? 0) + 1)
  return [...hours].map(([cell, count]) => plural('day_hours', count, t(`status_${cell}`))).join(', ')
}

export function DayLegend({ cells }: { cells: readonly StripCell[] }) {
  return (
    <ul class="legend" aria-hidden="true">
      {[...new Set(cells)].map((cell) => (
        <li key={cell}>
          <span class="day">
            <i class={`tone-${cell}`} />
          </span>
          {t(`status_${cell}`)}
        </li>
      ))}
    </ul>
  )
}
