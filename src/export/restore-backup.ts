import type { MessageMap, RestoredRows } from '../messages/messages.ts'
import { readBackup } from './backup-file.ts'

/** The three messages of a restoring, as src/messages/send.ts asks them. */
export type RestoreSend = <K extends 'restore.begin' | 'restore.rows' | 'restore.end'>(
  name: K,
  request: MessageMap[K]['request'],
) => Promise<MessageMap[K]['answer']>

export interface Restored extends RestoredRows {
  /** What the file says the settings were; undefined when it has none. Taken over only if the user says so. */
  settings: unknown
}

/**
 * Sends a backup's rows to the background, in order, one message after the other. Stopped anywhere, what was added stays;
 * the same file once more adds the rest.
 *
 * @param onProgress bytes read, and what became of the rows so far
 */
export async function restoreBackup(
  chunks: AsyncIterable<Uint8Array>,
  send: RestoreSend,
  signal: AbortSignal,
  onProgress: (bytes: number, soFar: RestoredRows) => void = () => {},
): Promise<Restored> {
  const sum: Restored = { added: 0, known: 0, refused: 0, settings: undefined }
  let restoreId: string | null = null
  try {
    for await (const part of readBackup(chunks, signal)) {
      if (part.kind === 'head') {
        restoreId = (await send('restore.begin', { schema: part.head.historySchema })).restoreId
      } else if (part.kind === 'broken') {
        sum.refused += part.lines
      } else if (part.kind === 'rows' && part.store === 'settings') {
        sum.settings = part.rows[0]
      } else if (part.kind === 'rows' && restoreId !== null) {
        const { store, rows, read } = part
        const { added, known, refused } = await send('restore.rows', { restoreId, store, rows })
        sum.added += added
        sum.known += known
        sum.refused += refused
        onProgress(read, sum)
      }
    }
  } catch (error) {
    // The cause is told, not that the ending failed as well.
    if (restoreId !== null) await send('restore.end', { restoreId, cancel: true }).catch(() => {})
    throw error
  }
  if (restoreId !== null) await send('restore.end', { restoreId, cancel: false })
  return sum
}
