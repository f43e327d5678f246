import type { Status } from '../../core/model/status.ts'
import { STATUSES } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import type { Ability } from './ability.ts'
import { type Paint, painter } from './paint.ts'
import { cell, clean, columnsOf } from './width.ts'
import { hostOf, inPlainWords, STATUS_LOOK } from './words.ts'

export interface TableRow {
  url: string
  /** null while it is still being looked at. */
  verdict: Verdict | null
  /** Wall time of the look; null while unknown. */
  ms: number | null
}

/** Widths of the columns; 0 leaves one out. */
export interface Layout {
  status: number
  host: number
  /** null: as long as it is, it is the last but for the time. */
  words: number
  confidence: number
  ms: number
}

const GAP = '  '
const STATUS = 2 + Math.max(...STATUSES.map((status) => status.length))
const CONFIDENCE = 'confirmed'.length
const MS = '123.4 s'.length
const SHORTEST_WORDS = 16

/** Columns for these rows: the host gets what it needs, at most two fifths; the plain words get the rest. */
export function layoutFor(rows: readonly Pick<TableRow, 'url'>[], columns: number): Layout {
  const longest = Math.max(8, ...rows.map(({ url }) => columnsOf(clean(hostOf(url)))))
  const host = Math.max(8, Math.min(longest, Math.floor(columns * 0.4)))
  const fixed = STATUS + GAP.length + host
  const withTime = fixed + GAP.length + MS
  if (withTime > columns) {
    return {
      status: STATUS,
      host: Math.max(1, Math.min(host, columns - STATUS - GAP.length)),
      words: 0,
      confidence: 0,
      ms: 0,
    }
  }
  const withConfidence = withTime + GAP.length + CONFIDENCE
  const left = columns - withConfidence - GAP.length
  if (left >= SHORTEST_WORDS) return { status: STATUS, host, words: left, confidence: CONFIDENCE, ms: MS }
  const leftWithout = columns - withTime - GAP.length
  return {
    status: STATUS,
    host,
    words: leftWithout >= SHORTEST_WORDS ? leftWithout : 0,
    confidence: 0,
    ms: MS,
  }
}

/** One line, never wider than the layout's columns. */
export function renderRow(
  row: TableRow,
  layout: Layout,
  ability: Pick<Ability, 'colour' | 'unicode'>,
): string {
  const paint = painter(ability.colour)
  const host = cell(clean(hostOf(row.url)), layout.host)
  const cells = [statusCell(row.verdict?.status ?? null, layout, paint, ability.unicode), host]
  if (layout.words) cells.push(cell(row.verdict ? clean(inPlainWords(row.verdict)) : '', layout.words))
  if (layout.confidence) cells.push(cell(row.verdict?.confidence ?? '', layout.confidence))
  if (layout.ms) cells.push(paint('dim', cell(row.ms === null ? '' : duration(row.ms), layout.ms, 'end')))
  return cells.join(GAP).trimEnd()
}

/** Milliseconds below a second, then seconds. */
export function duration(ms: number): string {
  return ms < 999.5 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

function statusCell(status: Status | null, layout: Layout, paint: Paint, unicode: boolean): string {
  if (status === null) return paint('dim', cell(unicode ? '… looking' : '. looking', layout.status))
  const { glyph, ascii, ink } = STATUS_LOOK[status]
  return paint(ink, cell(`${unicode ? glyph : ascii} ${status}`, layout.status))
}
