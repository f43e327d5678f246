import { Glyph, shapeOf } from '../ui/glyph.tsx'
import type { GroupView } from './arrange.ts'

const MOST = 8

/** The calm sites of a folded group at a glance; the count beside it says the same in figures. */
export function GroupDots({ view }: { view: GroupView }) {
  return (
    <span class="dots" aria-hidden="true">
      {view.rows.slice(0, MOST).map((row) => (
        <Glyph key={row.target.id} status={shapeOf(row.latest?.verdict)} size={11} />
      ))}
    </span>
  )
}
