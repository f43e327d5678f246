import * as v from 'valibot'
import { browser } from '../platform/browser.ts'
import { FingerprintSchema, type FingerprintsInfo, FingerprintsInfoSchema, KINDS } from './fingerprint.ts'
import { type FingerprintIndex, indexFingerprints } from './match.ts'
import { type FingerprintFile, readFingerprintFile } from './read-file.ts'

/** The part of storage.local they are kept in. */
export interface FingerprintArea {
  get(key: string): Promise<Record<string, unknown>>
  set(items: Record<string, unknown>): Promise<void>
  remove(keys: string[]): Promise<void>
}

export const FINGERPRINTS_KEY = 'fingerprints'
/** Apart from the lists: pages follow it. */
export const FINGERPRINTS_INFO_KEY = 'fingerprints.info'

const StoredSchema = v.object({
  version: v.literal(1),
  files: v.array(
    v.object({
      name: v.string(),
      kind: v.picklist(KINDS),
      importedAt: v.number(),
      skipped: v.number(),
      rows: v.array(FingerprintSchema),
    }),
  ),
})
type Stored = v.InferOutput<typeof StoredSchema>

const NAME_CHARS = 120

async function stored(area: FingerprintArea): Promise<Stored> {
  const read = v.safeParse(StoredSchema, (await area.get(FINGERPRINTS_KEY))[FINGERPRINTS_KEY])
  return read.success ? read.output : { version: 1, files: [] }
}

function infoOf({ files }: Stored): FingerprintsInfo {
  const told = files.map(({ name, kind, rows, skipped }) => ({ name, kind, used: rows.length, skipped }))
  const sum = (key: 'used' | 'skipped') => told.reduce((total, file) => total + file[key], 0)
  const importedAt = Math.max(0, ...files.map((file) => file.importedAt))
  return { importedAt, files: told, used: sum('used'), skipped: sum('skipped') }
}

/** Keeps a file; one of the same kind that was there before goes. Rejects with a FingerprintFileError, keeping all. */
export async function importFingerprints(
  file: { text: string; fileName: string; at: number },
  area: FingerprintArea = browser.storage.local,
): Promise<FingerprintsInfo> {
  const { kind, rows, skipped }: FingerprintFile = readFingerprintFile(file.text)
  const name = file.fileName.slice(0, NAME_CHARS)
  const others = (await stored(area)).files.filter((other) => other.kind !== kind)
  const next: Stored = {
    version: 1,
    files: [...others, { name, kind, importedAt: file.at, skipped, rows }],
  }
  const info = infoOf(next)
  await area.set({ [FINGERPRINTS_KEY]: next, [FINGERPRINTS_INFO_KEY]: info })
  return info
}

export async function removeFingerprints(area: FingerprintArea = browser.storage.local): Promise<void> {
  await area.remove([FINGERPRINTS_KEY, FINGERPRINTS_INFO_KEY])
}

/** null when none was imported. */
export async function fingerprintsInfo(
  area: Pick<FingerprintArea, 'get'> = browser.storage.local,
): Promise<FingerprintsInfo | null> {
  const read = v.safeParse(
    FingerprintsInfoSchema,
    (await area.get(FINGERPRINTS_INFO_KEY))[FINGERPRINTS_INFO_KEY],
  )
  return read.success ? read.output : null
}

/** All that were imported, ready to be matched; null when there are none. */
export async function loadFingerprints(
  area: FingerprintArea = browser.storage.local,
): Promise<FingerprintIndex | null> {
  const rows = (await stored(area)).files.flatMap((file) => file.rows)
  return rows.length > 0 ? indexFingerprints(rows) : null
}
