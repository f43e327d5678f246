import type { History } from '../history/open.ts'
import { recordMeasurement } from '../history/record.ts'
import type { Measurement, Network } from '../history/records.ts'
import { HISTORY_VERSION } from '../history/schema.ts'
import { putTarget } from '../history/targets.ts'
import { aLook, aVerdict, NOON_IN_ALMATY } from '../history/test-database.ts'
import type { ExportFacts } from './facts.ts'
import type { Ask } from './looks.ts'

/** For tests: a small history, and what an export asks of it. */
export const askOf =
  (history: History): Ask =>
  (work) =>
    history.withDb(work)

export function factsOf(overrides: Partial<ExportFacts> = {}): ExportFacts {
  return {
    extension: '0.1.0',
    engine: 2,
    schema: HISTORY_VERSION,
    browser: 'chromium 156',
    madeAt: NOON_IN_ALMATY + 90 * 86_400_000,
    networks: new Map([[HOME.id, HOME]]),
    targets: new Map(),
    ...overrides,
  }
}

export const HOME: Network = {
  id: 'as9198-kz',
  asn: 9198,
  operator: 'JSC "Example", Almaty',
  country: 'KZ',
  label: '=home',
  vpn: false,
  firstSeen: NOON_IN_ALMATY,
  lastSeen: NOON_IN_ALMATY,
}

export const SITES = ['https://a.example/', 'https://b.example/', 'https://c.example/'] as const
export const NETWORKS = [HOME.id, 'unknown'] as const

/** Looks every 20 minutes over some hours, at all sites in turn, of every kind. */
export async function seed(history: History, count: number): Promise<Measurement[]> {
  const looks: Measurement[] = []
  await history.withDb(async (db) => {
    for (const url of SITES) {
      await putTarget(db, {
        id: url,
        url,
        category: 'NEWS',
        group: 'news',
        sensitive: false,
        enabled: true,
        addedAt: 0,
      })
    }
    await db.put('networks', HOME)
    for (let n = 0; n < count; n++) {
      const url = SITES[n % SITES.length] ?? SITES[0]
      const at = NOON_IN_ALMATY + n * 1_200_000
      const verdict = n % 5 < 2 ? aVerdict('blocked', 'dns') : aVerdict(n % 7 === 0 ? 'down' : 'reachable')
      const look = aLook({
        id: `${at}-${String(n).padStart(6, '0')}`,
        at,
        url,
        targetId: url,
        networkId: NETWORKS[Math.floor(n / 10) % 2] ?? 'unknown',
        verdict,
      })
      await recordMeasurement(db, look)
      looks.push(look)
    }
  })
  return looks
}

export async function linesIn(batches: AsyncIterable<readonly string[]>): Promise<string[]> {
  const lines: string[] = []
  for await (const batch of batches) lines.push(...batch)
  return lines
}
