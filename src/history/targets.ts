import type { Target } from '../../core/model/target.ts'
import type { HistoryDb } from './schema.ts'
import { readRow, TargetSchema } from './stored.ts'
import { writeAll } from './transaction.ts'

export async function putTarget(db: HistoryDb, target: Target): Promise<void> {
  await writeAll(db, ['targets'], (tx) => tx.store.put(target))
}

export async function getTarget(db: HistoryDb, id: string): Promise<Target | null> {
  return readRow(TargetSchema, await db.get('targets', id))
}

/** The whole list, the disabled included, by id. */
export async function listTargets(db: HistoryDb): Promise<Target[]> {
  const rows = await db.getAll('targets')
  return rows.map((row) => readRow(TargetSchema, row)).filter((target) => target !== null)
}

/** Switches one target; false when it is not on the list. */
export function enableTarget(db: HistoryDb, id: string, enabled: boolean): Promise<boolean> {
  return writeAll(db, ['targets'], async (tx) => {
    const target = readRow(TargetSchema, await tx.store.get(id))
    if (!target) return false
    await tx.store.put({ ...target, enabled })
    return true
  })
}

/** How often it is looked at in the background; null: as the settings say. Nothing when it is not on the list. */
export function setTargetInterval(db: HistoryDb, id: string, minutes: number | null): Promise<void> {
  return writeAll(db, ['targets'], async (tx) => {
    const target = readRow(TargetSchema, await tx.store.get(id))
    if (!target) return
    const { intervalMinutes: _, ...rest } = target
    await tx.store.put(minutes === null ? rest : { ...rest, intervalMinutes: minutes })
  })
}

/**
 * Puts a site the user asked for on the list, or back on it. It becomes the user's own (group `custom`), so it is
 * measured whatever built-in groups are on; what was known of it stays. Answers the target as stored.
 */
export function addTarget(db: HistoryDb, target: Target): Promise<Target> {
  return writeAll(db, ['targets'], async (tx) => {
    const known = readRow(TargetSchema, await tx.store.get(target.id))
    const stored: Target = { ...target, ...known, group: 'custom', enabled: true }
    await tx.store.put(stored)
    return stored
  })
}

/**
 * Takes a target off the list; its history stays. One of the built-in list is switched off instead of deleted, or
 * the next seeding would bring it back against the user's will: say `builtIn` for one the user had made their own.
 */
export async function removeTarget(db: HistoryDb, id: string, builtIn = false): Promise<void> {
  await writeAll(db, ['targets'], async (tx) => {
    const target = readRow(TargetSchema, await tx.store.get(id))
    const keep = target && (builtIn || target.group !== 'custom')
    await (keep ? tx.store.put({ ...target, enabled: false }) : tx.store.delete(id))
  })
}

/**
 * Brings the built-in list up to date: adds what is missing, refreshes category, group and sensitivity, and leaves
 * the user's own choices (enabled, addedAt, everything custom) alone. Answers how many were added.
 */
export function seedTargets(db: HistoryDb, seeds: readonly Target[]): Promise<number> {
  return writeAll(db, ['targets'], async (tx) => {
    let added = 0
    for (const seed of seeds) {
      const row: unknown = await tx.store.get(seed.id)
      const known = readRow(TargetSchema, row)
      if (known?.group === 'custom') continue
      if (!known) added++
      await tx.store.put(known ? { ...seed, enabled: known.enabled, addedAt: known.addedAt } : seed)
    }
    return added
  })
}
