import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import * as v from 'valibot'
import type { Format } from '../src/export/formats.ts'
import { type Manifest, ManifestSchema } from '../src/export/manifest.ts'

export interface Verified {
  good: string[]
  /** What is wrong, one sentence each; none when all is well. */
  faults: string[]
}

/** Compares what a manifest says with the files beside it: bytes, SHA-256, lines and rows. */
export async function verifyExport(manifestPath: string): Promise<Verified> {
  const manifest = await readManifest(manifestPath)
  if (typeof manifest === 'string') return { good: [], faults: [`${manifestPath}: ${manifest}`] }
  const good: string[] = []
  const faults: string[] = []
  for (const file of manifest.files) {
    // A manifest names files beside it, never a way to somewhere else.
    if (file.name !== basename(file.name)) {
      faults.push(`${file.name}: the manifest leads out of its folder`)
      continue
    }
    const found = await measured(join(dirname(manifestPath), file.name), manifest.kind)
    const wrong = found ? differences(file, found) : ['it is not beside its manifest']
    if (wrong.length > 0) faults.push(...wrong.map((fault) => `${file.name}: ${fault}`))
    else good.push(`${file.name}: ${file.rows} rows, ${file.bytes} bytes, made ${manifest.madeAt}`)
  }
  if (manifest.files.length === 0) faults.push(`${manifestPath}: it names no file`)
  return { good, faults }
}

async function readManifest(path: string): Promise<Manifest | string> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return 'there is no such file'
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'it is not JSON: this is no manifest, or it was cut off'
  }
  const read = v.safeParse(ManifestSchema, json)
  return read.success ? read.output : `it is no manifest of an export: ${v.summarize(read.issues)}`
}

interface Measured {
  bytes: number
  sha256: string
  lines: number
}

/** Lines that are no rows: heads, and the end of a backup. */
const BESIDES: Record<Format, number> = { csv: 1, jsonl: 1, ooni: 0, backup: 2 }

async function measured(path: string, kind: Format): Promise<(Measured & { rows: number }) | null> {
  const hash = createHash('sha256')
  let bytes = 0
  let lines = 0
  let isQuoted = false
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      bytes += chunk.length
      for (const byte of chunk) {
        // In CSV a line break may lie within quotes.
        if (kind === 'csv' && byte === QUOTE) isQuoted = !isQuoted
        else if (byte === LINE_FEED && !isQuoted) lines++
      }
    }
  } catch {
    return null
  }
  return { bytes, lines, sha256: hash.digest('hex'), rows: Math.max(0, lines - BESIDES[kind]) }
}

const QUOTE = 0x22
const LINE_FEED = 0x0a

function differences(said: Manifest['files'][number], found: Measured & { rows: number }): string[] {
  const faults: string[] = []
  if (found.bytes !== said.bytes) {
    const less = found.bytes < said.bytes ? 'cut off, or parts were taken out' : 'something was added'
    faults.push(`it has ${found.bytes} bytes and should have ${said.bytes}: ${less}`)
  }
  if (found.lines !== said.lines) faults.push(`it has ${found.lines} lines and should have ${said.lines}`)
  if (found.rows !== said.rows) faults.push(`it has ${found.rows} rows and should have ${said.rows}`)
  if (found.sha256 !== said.sha256) {
    faults.push(`its content was changed: SHA-256 is ${found.sha256}, the manifest says ${said.sha256}`)
  }
  return faults
}
