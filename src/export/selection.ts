/** Which looks an export takes. null: no limit. */
export interface Selection {
  /** Epoch ms; a look counts by when it began. [from, to) */
  from: number | null
  to: number | null
  targetIds: readonly string[] | null
  networkIds: readonly string[] | null
}

export const EVERYTHING: Selection = { from: null, to: null, targetIds: null, networkIds: null }

/** Ids begin with 13 digits of epoch ms, so a time is the place in the store where its looks begin. */
export function idAt(at: number): string {
  return String(Math.max(0, Math.trunc(at))).padStart(13, '0')
}

/** Keys of the store `measurements` in a stretch of time; undefined: all of them. */
export function keysBetween(from: number | null, to: number | null): IDBKeyRange | undefined {
  if (from !== null && to !== null) {
    // An empty stretch is no key range (DataError): nothing sorts between a key and itself.
    const end = Math.max(from, to)
    return IDBKeyRange.bound(idAt(from), idAt(end), false, end !== from)
  }
  if (from !== null) return IDBKeyRange.lowerBound(idAt(from))
  if (to !== null) return IDBKeyRange.upperBound(idAt(to), true)
  return undefined
}
