import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { RECORDINGS } from '../e2e/run/record.ts'
import { RecordingSchema } from '../e2e/run/recording.ts'
import type { Sight, Sights } from './history-world.ts'

/** The recordings in `e2e/recordings` that show it. */
const SHOWN_BY: Record<Sight, readonly string[]> = {
  open: [
    'reachable-https',
    'reachable-http-to-https',
    'reachable-404',
    'reachable-redirects',
    'reachable-large-page',
  ],
  sni: ['sni-reset'],
  dns: ['dns-nxdomain'],
  ip: ['ip-drop'],
  page: ['http-block-page-200'],
  slow: ['throttle-128'],
  refused: ['refused-403', 'refused-451'],
  down: ['down-http-500', 'down-refused'],
  offline: ['shutdown-with-restorations'],
}

/** What real browsers saw, by what there was to see: so that a seeded row is as large as a real one. */
export function readSights(): Sights {
  const read = (name: string) => {
    const text = readFileSync(join(RECORDINGS, `${name}-chromium.json`), 'utf8')
    const [first] = v.parse(RecordingSchema, JSON.parse(text)).targets
    if (!first) throw new Error(`The recording ${name} has no target`)
    return { url: first.url, observations: first.observations }
  }
  const entries = Object.entries(SHOWN_BY).map(([sight, names]) => [sight, names.map(read)])
  return Object.fromEntries(entries) as Sights
}
