import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browsers/chromium.ts'
import { KEPT_ID, keepHome } from '../browsers/kept-home.ts'
import { historyRows } from './lab/history-rows.ts'

const LOOKS = 1_200

describe('npm run export', () => {
  let folder: string
  let profile: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fenceline-kept-'))
    profile = join(folder, 'profile')
    await inBrowser(async (send) => {
      const { restoreId } = (await send('restore.begin', { schema: 2 })) as { restoreId: string }
      for (const { store, rows } of historyRows(LOOKS)) await send('restore.rows', { restoreId, store, rows })
      await send('restore.end', { restoreId, cancel: false })
    })
  })
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

  /** Another start of the browser in the profile that is kept. */
  async function inBrowser<T>(
    work: (send: (name: string, request: unknown) => Promise<unknown>) => Promise<T>,
  ) {
    const home = await keepHome(profile)
    const browser = await launchChromium({ home })
    try {
      expect(browser.extensionId).toBe(KEPT_ID)
      return await work(async (name, request) => {
        const answer = await browser.link.ask<{ ok: boolean; value: unknown }>('message', { name, request })
        expect(answer).toMatchObject({ ok: true })
        return answer.value
      })
    } finally {
      await browser.close()
      await home.remove()
    }
  }

  function command(...args: string[]) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'scripts/export.ts', ...args],
      { encoding: 'utf8', env: { ...process.env, INIT_CWD: folder } },
    )
    return { status, stdout, stderr }
  }

  it('writes what the kept profile recorded, with a manifest, and says how to check it', async () => {
    const done = command('--profile', 'profile', '--format', 'jsonl', '--out', 'all')
    expect(done).toMatchObject({ status: 0, stderr: expect.stringContaining('npm run verify -- ') })
    const text = await readFile(done.stdout.trim(), 'utf8')
    expect(text.trimEnd().split('\n')).toHaveLength(LOOKS + 1)
    expect(await readdir(join(folder, 'all'))).toEqual([
      expect.stringMatching(/-looks\.jsonl$/),
      expect.stringMatching(/-looks\.jsonl\.manifest\.json$/),
    ])
  })

  it('takes the time and the sites that were asked for', async () => {
    const times = ['--since', '2026-01-06T06:00:00Z', '--until', '2026-01-06']
    const done = command('--profile', 'profile', '--out', 'some', ...times, '--site', 'cut.example')
    expect(done).toMatchObject({ status: 0 })
    const [, ...lines] = (await readFile(done.stdout.trim(), 'utf8')).trimEnd().split('\r\n')
    // 18 hours of a look every half hour, at each of three sites in turn.
    expect(lines).toHaveLength(12)
    for (const line of lines) expect(line).toMatch(/2026-01-06T(0[6-9]|1\d|2\d).*,https:\/\/cut\.example\//)
  })

  it('leaves profile and history as they were: the background starts again in it', async () => {
    const progress = await inBrowser((send) => send('history.prune', {}))
    expect(progress).toBeDefined()
    expect(command('--profile', 'profile', '--format', 'backup', '--out', 'again')).toMatchObject({
      status: 0,
    })
  })

  it('says what is wrong with what it was asked', () => {
    expect(command()).toMatchObject({ status: 2, stderr: expect.stringContaining('--profile') })
    expect(command('--profile', 'elsewhere')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no profile'),
    })
    const [since, format] = [
      ['--since', 'yesterday'],
      ['--format', 'xml'],
    ]
    for (const wrong of [since, format]) {
      expect(command('--profile', 'profile', ...(wrong ?? []))).toMatchObject({ status: 2 })
    }
  })
})
