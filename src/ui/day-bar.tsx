import './day-bar.css'
import type { StripCell } from '../history/read.ts'

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
