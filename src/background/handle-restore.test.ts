import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkBackup } from '../export/check-backup.ts'
import { linesOf } from '../export/formats.ts'
import { type RestoreSend, restoreBackup } from '../export/restore-backup.ts'
import { askOf, factsOf, linesIn, seed } from '../export/seeded.test-kit.ts'
import { EVERYTHING } from '../export/selection.ts'
import { FIXTURES } from '../history/migrations/fixtures.ts'
import type { History } from '../history/open.ts'
import type { Latest } from '../history/records.ts'
import type { HistoryDb } from '../history/schema.ts'
import { freshHistory } from '../history/test-database.ts'
import { restoreHandlers } from './handle-restore.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => history.close())

const signal = new AbortController().signal
const settings = { version: 3, paused: true }

async function backup(): Promise<string> {
  const lines = linesOf('backup', askOf(history), EVERYTHING, factsOf({ settings }))
  return (await linesIn(lines)).map((line) => `${line}\n`).join('')
}

async function* bytesOf(text: string, step = 10_007): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.length; at += step) yield bytes.slice(at, at + step)
}

const handlers = () => restoreHandlers({ history })
const send: RestoreSend = async (name, request) =>
  (handlers()[name] as (request: unknown) => Promise<never>)(request)
const restore = (text: string) => restoreBackup(bytesOf(text), send, signal)

async function stores(): Promise<Record<string, unknown[]>> {
  const contents = async (db: HistoryDb) => {
    const names = [...db.objectStoreNames].filter((name) => name !== 'meta')
    const rows = await Promise.all(names.map(async (name) => [name, await db.getAll(name)] as const))
    const all: Record<string, unknown[]> = Object.fromEntries(rows)
    // Hours beside where a site stands only spare a reading, and do not come back: see history/restore.test.ts.
    return { ...all, latest: (all.latest as Latest[]).map(({ recent: _, ...row }) => row) }
  }
  return history.withDb(contents)
}

function wipe(): void {
  history.close()
  history = freshHistory()
}

describe('a backup', () => {
  it('restored after a wipe gives equal stores, once and twice', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 60 }), async (count) => {
        wipe()
        await seed(history, count)
        const text = await backup()
        const before = await stores()
        expect(before.measurements).toHaveLength(count)
        wipe()
        const first = await restore(text)
        expect(await stores()).toEqual(before)
        expect(first).toMatchObject({ known: 0, refused: 0, settings })
        const again = await restore(text)
        expect(again).toMatchObject({ added: 0, known: first.added, refused: 0 })
        expect(await stores()).toEqual(before)
      }),
      { numRuns: 8 },
    )
  })

  it('restored over a history that went on keeps both, and counts each look once', async () => {
    await seed(history, 20)
    const early = await backup()
    wipe()
    await seed(history, 40)
    const whole = await stores()
    await restore(early)
    const after = await stores()
    for (const store of ['measurements', 'rollups', 'days', 'months', 'events', 'targets']) {
      expect([store, after[store]]).toEqual([store, whole[store]])
    }
  })

  it('cut off in the middle of a restoring is completed by the same file', { timeout: 60_000 }, async () => {
    await seed(history, 50)
    const text = await backup()
    const before = await stores()
    const messages = 16
    for (let last = 1; last < messages; last++) {
      wipe()
      let sent = 0
      const dying: RestoreSend = (name, request) => {
        if (++sent > last) return Promise.reject(new Error('the background is gone'))
        return send(name, request)
      }
      await restoreBackup(bytesOf(text), dying, signal).catch(() => {})
      history.close()
      await history.withDb((db) => db.delete('meta', 'restore'))
      await restore(text)
      expect([last, await stores()]).toEqual([last, before])
    }
  })

  it('of the first version gets the days and months it never had', async () => {
    const rows = Object.entries(FIXTURES[1] ?? {}).flatMap(([store, list]) =>
      list.map((row) => JSON.stringify({ store, row })),
    )
    const about = { fenceline: 'backup', format: 1, historySchema: 1, extension: '0.1.0', madeAt: '' }
    const text = [JSON.stringify(about), ...rows, JSON.stringify({ end: true, rows: rows.length })].join('\n')
    const check = await checkBackup(bytesOf(text), signal)
    expect(check).toMatchObject({ isComplete: true, rows: rows.length })
    expect(await restore(text)).toMatchObject({ added: rows.length, refused: 0 })
    const { days, months, rollups, measurements } = await stores()
    expect(measurements).toHaveLength(1)
    expect(days?.length).toBeGreaterThan(0)
    expect(months?.length).toBeGreaterThan(0)
    expect(rollups?.length).toBeGreaterThan(0)
  })

  it('has nothing that names this installation', async () => {
    await seed(history, 3)
    await history.withDb((db) => db.put('meta', { key: 'salt', value: 'secret-of-this-browser' }))
    expect(await backup()).not.toContain('secret-of-this-browser')
  })
})

describe('a file that is not what it should be', () => {
  const check = (text: string) => checkBackup(bytesOf(text), signal)

  it.each([
    ['empty', '', 'backup-not-a-backup'],
    ['a table', 'name,url\n1,2\n', 'backup-not-a-backup'],
    ['an export of looks', '{"fenceline":"looks","format":1}\n', 'backup-not-a-backup'],
    ['of a later format', '{"fenceline":"backup","format":2}\n', 'backup-newer-format'],
    ['of no schema', '{"fenceline":"backup","format":1,"historySchema":"all"}\n', 'backup-damaged-head'],
    ['cut off in its head', '{"fenceline":"backup","format":1', 'backup-not-a-backup'],
    ['no text', '\0'.repeat(100_000), 'backup-not-a-backup'],
    ['nested without end', '['.repeat(200_000), 'backup-not-a-backup'],
  ])('%s: nothing of it is sent', async (_, text, code) => {
    await expect(check(text)).rejects.toMatchObject({ code })
    await expect(restore(text)).rejects.toMatchObject({ code })
    expect(Object.values(await stores()).flat()).toEqual([])
  })

  it('and was cut off says so at whatever byte', async () => {
    await seed(history, 6)
    const text = await backup()
    const whole = await check(text)
    expect(whole).toMatchObject({ isComplete: true, broken: 0 })
    const headEnd = text.indexOf('\n')
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: headEnd + 1, max: text.length - 2 }), async (at) => {
        const cut = await check(text.slice(0, at))
        expect(cut.isComplete).toBe(false)
        expect(cut.rows).toBeLessThanOrEqual(whole.rows)
      }),
    )
  })

  it('lacks a line in the middle, and says so', async () => {
    await seed(history, 6)
    const lines = (await backup()).split('\n')
    expect(await check(lines.toSpliced(5, 1).join('\n'))).toMatchObject({ isComplete: false, broken: 0 })
  })

  it('gives what can be read of it, and tells which line is the first that cannot', async () => {
    await seed(history, 6)
    const lines = (await backup()).trimEnd().split('\n')
    const at = lines.findIndex((line) => line.includes('"store":"measurements"'))
    const broken = lines
      .with(at, '{"store":"measurements","row":')
      .toSpliced(3, 0, '{"store":7,"row":{}}', 'x'.repeat(9_000_000))
      .join('\n')
    expect(await check(broken)).toMatchObject({ broken: 3, firstBroken: 4, isComplete: false })
    wipe()
    expect(await restore(broken)).toMatchObject({ refused: 3 })
    expect((await stores()).measurements).toHaveLength(5)
  })
})
