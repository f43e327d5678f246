import * as v from 'valibot'
import { linesOfFile } from './file-lines.ts'

/** The longest line this reads: many times the longest look, far below what would hurt. */
const LONGEST_LINE = 8_000_000

/** Rows a message carries, and about how much text: what the background writes in one transaction. */
const MOST_ROWS = 500
const MOST_TEXT = 1_000_000

const HeadSchema = v.object({
  fenceline: v.literal('backup'),
  format: v.literal(1),
  historySchema: v.pipe(v.number(), v.integer(), v.minValue(1)),
  extension: v.string(),
  madeAt: v.string(),
})
export type BackupHead = v.InferOutput<typeof HeadSchema>

const RowSchema = v.object({ store: v.pipe(v.string(), v.maxLength(40)), row: v.looseObject({}) })
const EndSchema = v.object({ end: v.literal(true), rows: v.number() })

export type BackupErrorCode = 'not-a-backup' | 'newer-format' | 'damaged-head'

export class BackupError extends Error {
  readonly code: `backup-${BackupErrorCode}`

  constructor(code: BackupErrorCode) {
    super(code)
    this.name = 'BackupError'
    this.code = `backup-${code}`
  }
}

export type BackupPart =
  | { kind: 'head'; head: BackupHead }
  | { kind: 'rows'; store: string; rows: unknown[]; read: number }
  /** Lines that are no rows of a backup. */
  | { kind: 'broken'; first: number; lines: number }
  | { kind: 'end'; rows: number }

/**
 * Reads a backup from its first byte to its last, in parts small enough for one message each. Throws BackupError when
 * it is none; whatever is wrong further on is told as a part, so that the rest is not lost. Without an `end` part the
 * file was cut off.
 */
export async function* readBackup(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<BackupPart> {
  let number = 0
  let rows: unknown[] = []
  let store = ''
  let text = 0
  let read = 0
  const take = (): BackupPart[] => {
    if (rows.length === 0) return []
    const part: BackupPart = { kind: 'rows', store, rows, read }
    rows = []
    text = 0
    return [part]
  }
  for await (const lines of linesOfFile(chunks, LONGEST_LINE)) {
    signal.throwIfAborted()
    for (const line of lines) {
      number++
      if (number === 1) {
        yield { kind: 'head', head: headOf(line.text) }
        continue
      }
      if (line.text === '') continue
      const value = parsed(line.text)
      const row = v.safeParse(RowSchema, value)
      if (!row.success) {
        const end = v.safeParse(EndSchema, value)
        yield end.success
          ? { kind: 'end', rows: end.output.rows }
          : { kind: 'broken', first: number, lines: 1 }
        continue
      }
      if (row.output.store !== store || rows.length >= MOST_ROWS || text >= MOST_TEXT) yield* take()
      store = row.output.store
      // As it was written: the schema above takes rows apart and together again.
      rows.push((value as { row: unknown }).row)
      text += line.text?.length ?? 0
      read = line.read
    }
  }
  yield* take()
  if (number === 0) throw new BackupError('not-a-backup')
}

function headOf(line: string | null): BackupHead {
  const value = parsed(line)
  const head = v.safeParse(HeadSchema, value)
  if (head.success) return head.output
  const isOurs = v.is(v.object({ fenceline: v.literal('backup') }), value)
  if (!isOurs) throw new BackupError('not-a-backup')
  const isNewer = v.is(v.object({ format: v.pipe(v.number(), v.minValue(2)) }), value)
  throw new BackupError(isNewer ? 'newer-format' : 'damaged-head')
}

function parsed(line: string | null): unknown {
  if (line === null) return null
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
