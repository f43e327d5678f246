import { type BackupHead, readBackup } from './backup-file.ts'

export interface BackupCheck {
  head: BackupHead
  rows: number
  /** Lines that cannot be read, and the first of them. */
  broken: number
  firstBroken: number | null
  /** The last line is missing, which says how many rows there are. */
  isCutOff: boolean
  /** All rows are there and can be read. */
  isComplete: boolean
}

/**
 * Reads a backup through before anything of it is written. Throws BackupError when it is none.
 *
 * @param onProgress bytes read
 */
export async function checkBackup(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  onProgress: (bytes: number) => void = () => {},
): Promise<BackupCheck> {
  let head: BackupHead | null = null
  let rows = 0
  let broken = 0
  let firstBroken: number | null = null
  let promised: number | null = null
  for await (const part of readBackup(chunks, signal)) {
    switch (part.kind) {
      case 'head':
        head = part.head
        break
      case 'rows':
        rows += part.rows.length
        onProgress(part.read)
        break
      case 'broken':
        broken += part.lines
        firstBroken ??= part.first
        break
      case 'end':
        promised = part.rows
    }
  }
  // readBackup throws when there is no head.
  if (!head) throw new Error('a backup without a head')
  const isComplete = broken === 0 && promised === rows
  return { head, rows, broken, firstBroken, isCutOff: promised === null, isComplete }
}
