import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { BACKEND } from './ooni-parties.ts'

/** What is read of a report: the verdict, and whether the probe knows the lab's addresses. */
const MeasurementSchema = v.object({
  input: v.string(),
  test_version: v.string(),
  test_keys: v.object({
    blocking: v.union([v.string(), v.boolean(), v.null()]),
    accessible: v.nullable(v.boolean()),
    queries: v.nullish(
      v.array(
        v.object({
          answers: v.nullish(
            v.array(v.object({ ipv4: v.optional(v.string()), asn: v.optional(v.number()) })),
          ),
        }),
      ),
    ),
  }),
})
export type OoniMeasurement = v.InferOutput<typeof MeasurementSchema>

/** The files an adapted probe reads: the lab's authority, and whose address is whose. */
export interface ProbeGround {
  authority: string
  autonomousSystems: string
}

export interface ProbeRun {
  measurement: OoniMeasurement | null
  /** The last it said, for whoever wonders why there is no measurement. */
  lastWords: string
  ms: number
}

/** Named with its version: without a check-in's word the tool takes 0.4, which no official client runs any more. */
const EXPERIMENT = 'web_connectivity@v0.5'

/** Longer than its own patience with a site whose every layer is silent. */
export const PROBE_LIMIT_MS = 180_000

/** One probe, one URL, from the machine this process is on. Never throws. */
export async function runProbe(
  probe: string,
  url: string,
  ground: ProbeGround,
  signal?: AbortSignal,
): Promise<ProbeRun> {
  const began = performance.now()
  const home = await mkdtemp(join(tmpdir(), 'ooni-probe-'))
  const report = join(home, 'report.jsonl')
  const general = ['--yes', '--no-collector', '--home', home, '-o', report, '--probe-services', BACKEND]
  const lastWords = await new Promise<string>((resolve) => {
    let words = ''
    const hear = (chunk: Buffer) => {
      words = `${words}${chunk}`.slice(-2000)
    }
    const child = spawn(probe, [...general, EXPERIMENT, '-i', url], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        HOME: home,
        OONI_EXTRA_CA: ground.authority,
        OONI_EXTRA_ASN: ground.autonomousSystems,
      },
    })
    const end = () => child.kill('SIGKILL')
    const limit = setTimeout(end, PROBE_LIMIT_MS)
    signal?.addEventListener('abort', end)
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', (error) => hear(Buffer.from(String(error))))
    child.on('close', () => {
      clearTimeout(limit)
      signal?.removeEventListener('abort', end)
      resolve(words.trim())
    })
  })
  const text = await readFile(report, 'utf8').catch(() => '')
  await rm(home, { recursive: true, force: true })
  return { measurement: readReport(text), lastWords, ms: performance.now() - began }
}

/** The only measurement of a report; null where the probe was ended before it wrote one. */
export function readReport(text: string): OoniMeasurement | null {
  const line = text.split('\n').find((one) => one.trim() !== '')
  if (line === undefined) return null
  try {
    return v.parse(MeasurementSchema, JSON.parse(line))
  } catch {
    return null
  }
}
