import type { StripCell } from '../history/read.ts'
import { comma, plural, t } from './i18n.ts'

/** "Reachable: 20 h, Blocked: 3 h" in order of first appearance. */
export function daySummary(cells: readonly StripCell[]): string {
  const hours = new Map<StripCell, number>()
  for (const cell of cells) hours.set(cell, (hours.get(cell) ?? 0) + 1)
  return [...hours].map(([cell, count]) => plural('day_hours', count, t(`status_${cell}`))).join(comma())
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
