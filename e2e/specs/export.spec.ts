import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MessageMap } from '../../src/messages/messages.ts'
import { chromiumTab, type ExportTab, firefoxTab, saved } from './lab/export-tab.ts'
import { historyRows } from './lab/history-rows.ts'

const LOOKS = 1_200
const STORES = [
  'targets',
  'networks',
  'measurements',
  'latest',
  'events',
  'rollups',
  'days',
  'months',
  'ticks',
  'outages',
  'sweeps',
  'linkHours',
] as const

describe.each([
  ['chromium', chromiumTab],
  ['firefox', firefoxTab],
] as const)('the record of a browser (%s)', (_, open) => {
  let tab: ExportTab
  let whole: Record<string, unknown[]>

  beforeAll(async () => {
    tab = await open()
    // The built-in list as a wipe leaves it.
    await ask('history.wipe', { what: 'history' })
    await seed()
    whole = await stores()
    expect(whole.measurements).toHaveLength(LOOKS)
    expect(whole.months?.length).toBeGreaterThan(0)
  })
  afterAll(async () => {
    await tab?.close()
  })

  const ask = async <K extends keyof MessageMap>(name: K, request: MessageMap[K]['request']) => {
    const answer = await tab.link.ask<{ ok: boolean; value: MessageMap[K]['answer']; message?: string }>(
      'message',
      { name, request },
    )
    if (!answer.ok) throw new Error(`${name}: ${answer.message}`)
    return answer.value
  }

  async function seed(): Promise<void> {
    const { restoreId } = await ask('restore.begin', { schema: 2 })
    for (const { store, rows } of historyRows(LOOKS)) {
      const { refused } = await ask('restore.rows', { restoreId, store, rows })
      expect([store, refused]).toEqual([store, 0])
    }
    await ask('restore.end', { restoreId, cancel: false })
  }

  async function stores(): Promise<Record<string, unknown[]>> {
    const entries = STORES.map(async (store) => [store, await tab.link.ask<unknown[]>('history', { store })])
    return Object.fromEntries(await Promise.all(entries)) as Record<string, unknown[]>
  }

  /** Saves in a format, with its manifest; answers the text. */
  async function exportAs(format: string): Promise<string> {
    await tab.press(`#format-${format}`)
    await tab.press('#export-start')
    await expect.poll(() => tab.shown('#export-file'), { timeout: 30_000 }).not.toBeNull()
    const name = await tab.shown('[role="status"] bdi')
    if (!name) throw new Error('the page names no file')
    // A file of that name may lie there from an earlier save: it must not be taken for this one.
    for (const file of [name, `${name}.manifest.json`]) rmSync(join(tab.downloads, file), { force: true })
    await tab.press('#export-file')
    await tab.press('#export-manifest')
    const about = JSON.parse(await saved(tab.downloads, `${name}.manifest.json`, null)) as {
      kind: string
      files: { bytes: number; rows: number }[]
    }
    expect(about.kind).toBe(format)
    const text = await saved(tab.downloads, name, about.files[0]?.bytes ?? 0)
    const manifest = join(tab.downloads, `${name}.manifest.json`)
    const verified = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/verify.ts', manifest], {
      encoding: 'utf8',
    })
    expect([verified.stdout, verified.status]).toEqual([expect.stringMatching(/^ok {5}/), 0])
    return text
  }

  it('is saved as a table with a line a look', async () => {
    const lines = (await exportAs('csv')).trimEnd().split('\r\n')
    expect(lines[0]).toMatch(/^id,time_utc,url,/)
    expect(lines).toHaveLength(LOOKS + 1)
  })

  it('is saved with all the evidence', async () => {
    const [, ...rows] = (await exportAs('jsonl')).trimEnd().split('\n')
    expect(rows.map((row) => JSON.parse(row) as unknown)).toEqual(whole.measurements)
  })

  it('is saved for OONI’s tools', async () => {
    const lines = (await exportAs('ooni')).trimEnd().split('\n')
    expect(lines).toHaveLength(LOOKS)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ test_name: 'web_connectivity', probe_ip: '127.0.0.1' })
  })

  it('comes back whole after everything was wiped, and a second time changes nothing', async () => {
    const text = await exportAs('backup')
    await ask('history.wipe', { what: 'history' })
    expect((await stores()).measurements).toEqual([])
    for (const added of [true, false]) {
      await tab.choose('#restore-file', 'backup.jsonl', text)
      await expect
        .poll(() => tab.shown('#restore [role="status"]'), { timeout: 60_000 })
        .toMatch(added ? /Restored.*Rows added: [1-9]/ : /Restored.*Rows added: 0\./)
      expect(await stores()).toEqual(whole)
    }
  })

  it('is not touched by a file that is no backup, or was cut off', async () => {
    await tab.choose('#restore-file', 'list.csv', 'name,url\n')
    await expect.poll(() => tab.shown('#restore .problem')).toMatch('not a backup made by Fenceline')
    const text = await exportAs('backup')
    await tab.choose('#restore-file', 'cut.jsonl', text.slice(0, text.length / 2))
    await expect.poll(() => tab.shown('#restore .notice')).toMatch('The file ends too early')
    await tab.press('#restore .notice .btn.second')
    await expect.poll(() => tab.shown('#restore [role="status"]')).toMatch('Cancelled')
    expect(await stores()).toEqual(whole)
  })

  it('reports no error', () => {
    expect(tab.errors).toEqual([])
  })
})
