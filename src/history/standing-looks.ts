import type { Latest } from './records.ts'
import type { HistoryDb } from './schema.ts'
import { LatestSchema, readRow } from './stored.ts'
import { keptLatest } from './unkept.ts'

/**
 * Looks that stay whatever their age: those on which it rests where a target stands now, at most two a target and
 * network. Without them the evidence behind a shown verdict would be gone.
 */
export async function standingLooks(db: HistoryDb): Promise<Set<string>> {
  const ids = (latest: Latest | null) =>
    latest ? [latest.measurementId, ...(latest.standing ? [latest.standing.measurementId] : [])] : []
  const rows = (await db.getAll('latest')).flatMap((row) => readRow(LatestSchema, row) ?? [])
  return new Set(rows.flatMap((row) => [...ids(row), ...ids(keptLatest(row))]))
}
