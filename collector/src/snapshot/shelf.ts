import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { type SignedSnapshot, SignedSnapshotSchema, SnapshotSchema } from '../../../core/protocol/control.ts'
import { isSignedBy } from './signing.ts'

/** Where the last snapshot waits for a restart. */
export interface Shelf {
  load(): Promise<{ signed: SignedSnapshot; expiresAt: number } | null>
  save(signed: SignedSnapshot): Promise<void>
}

/** A file in `folder`; only one that our own key signed comes back from it. */
export function fileShelf(folder: string, publicKey: string): Shelf {
  const path = join(folder, 'snapshot.json')
  return {
    async load() {
      try {
        const signed = v.parse(SignedSnapshotSchema, JSON.parse(await readFile(path, 'utf8')))
        if (!isSignedBy(signed, publicKey)) return null
        const { expiresAt } = v.parse(SnapshotSchema, JSON.parse(signed.snapshot))
        return { signed, expiresAt }
      } catch {
        // None yet, or of an older version: the next one is made at once anyway.
        return null
      }
    },
    async save(signed) {
      await mkdir(folder, { recursive: true })
      // Renamed into place: a reader, or a restart, never meets half a file.
      await writeFile(`${path}.new`, JSON.stringify(signed))
      await rename(`${path}.new`, path)
    },
  }
}
