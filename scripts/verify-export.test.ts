import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { csvLine } from '../src/export/csv.ts'
import type { Format } from '../src/export/formats.ts'
import { manifestName, manifestOf } from '../src/export/manifest.ts'
import { factsOf } from '../src/export/seeded.test-kit.ts'
import { EVERYTHING } from '../src/export/selection.ts'
import { writeLines } from '../src/export/write-lines.ts'
import { verifyExport } from './verify-export.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fenceline-verify-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const LINES: Record<Format, string[]> = {
  csv: ['id,title', csvLine(['1', 'two\nlines, and "quotes"']), csvLine(['2', 'plain'])],
  jsonl: ['{"fenceline":"looks"}', '{"id":"1"}', '{"id":"2"}'],
  ooni: ['{"input":"1"}', '{"input":"2"}'],
  backup: ['{"fenceline":"backup"}', '{"row":1}', '{"row":2}', '{"end":true}'],
}

/** An export as the page makes it; answers the paths of file and manifest. */
async function exported(kind: Format): Promise<{ file: string; manifest: string }> {
  const parts: Uint8Array[] = []
  const lines = (async function* () {
    yield LINES[kind]
  })()
  const written = await writeLines(
    lines,
    { write: async (bytes) => void parts.push(bytes) },
    { signal: new AbortController().signal, lineEnd: kind === 'csv' ? '\r\n' : '\n' },
  )
  const name = `looks.${kind}`
  const about = manifestOf(kind, EVERYTHING, factsOf(), { name, written, tally: { rows: 2, unread: 0 } })
  const file = join(folder, name)
  const manifest = join(folder, manifestName(name))
  await writeFile(file, Buffer.concat(parts))
  await writeFile(manifest, JSON.stringify(about))
  return { file, manifest }
}

describe.each(['csv', 'jsonl', 'ooni', 'backup'] as const)('an export as %s', (kind) => {
  it('is found whole', async () => {
    const { manifest } = await exported(kind)
    const { good, faults } = await verifyExport(manifest)
    expect(faults).toEqual([])
    expect(good).toEqual([expect.stringContaining('2 rows')])
  })

  it.each<[string, (text: string) => string, RegExp]>([
    ['one letter changed', (text) => text.replace('1', '7'), /content was changed/],
    ['cut off', (text) => text.slice(0, -3), /cut off/],
    [
      'a row taken out',
      (text) => text.split('\n').toSpliced(-2, 1).join('\n'),
      /has 1 rows and should have 2/,
    ],
    ['a row added', (text) => `${text}${text.split('\n').at(-2)}\n`, /has 3 rows and should have 2/],
    ['two rows swapped', (text) => swapped(text), /content was changed/],
    ['empty', () => '', /has 0 bytes/],
  ])('%s: says so', async (_, change, says) => {
    const { file, manifest } = await exported(kind)
    const text = await readFile(file, 'utf8')
    expect(change(text)).not.toBe(text)
    await writeFile(file, change(text))
    const { good, faults } = await verifyExport(manifest)
    expect(good).toEqual([])
    expect(faults.join('\n')).toMatch(says)
  })
})

function swapped(text: string): string {
  const lines = text.split('\n')
  const [a = '', b = ''] = lines
  return lines.with(0, b).with(1, a).join('\n')
}

describe('a manifest', () => {
  const changed = async (change: (manifest: Record<string, unknown>) => unknown) => {
    const { manifest } = await exported('jsonl')
    const json = JSON.parse(await readFile(manifest, 'utf8')) as Record<string, unknown>
    await writeFile(manifest, JSON.stringify(change(json)))
    return (await verifyExport(manifest)).faults.join('\n')
  }

  it('that is not there, is no JSON or none of ours is told as such', async () => {
    expect((await verifyExport(join(folder, 'no.json'))).faults.join()).toMatch('no such file')
    const path = join(folder, 'cut.json')
    await writeFile(path, '{"fenceline":')
    expect((await verifyExport(path)).faults.join()).toMatch('not JSON')
    expect(await changed(() => ({ files: [] }))).toMatch('no manifest of an export')
    expect(await changed((json) => ({ ...json, files: [] }))).toMatch('names no file')
  })

  it('of a file that is not there, or leads elsewhere', async () => {
    const named = (name: string) => (json: Record<string, unknown>) => ({
      ...json,
      files: (json.files as object[]).map((file) => ({ ...file, name })),
    })
    expect(await changed(named('gone.jsonl'))).toMatch('not beside its manifest')
    expect(await changed(named('../looks.jsonl'))).toMatch('leads out of its folder')
  })
})
