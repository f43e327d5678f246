import { type BackupHead, readBackup } from './backup-file.ts'

export interface BackupCheck {
  head: BackupHead
  rows: number
  /** Lines that cannot be read, and the first of them. */
  broken: number
  firstBroken: number | null
  /** The last line says that all rows are there, and they are. */
  isComplete: boolean
  /** Whether settings are among them. */
  hasSettings: boolean
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
  let hasSettings = false
  for await (const part of readBackup(chunks, signal)) {
    switch (part.kind) {
      case 'head':
        head = part.head
        break
      case 'rows':
        rows += part.rows.length
        hasSettings ||= part.store === 'settings'
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
  return { head, rows, broken, firstBroken, isComplete: broken === 0 && promised === rows, hasSettings }
}
