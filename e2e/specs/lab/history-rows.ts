import type { Status } from '../../../core/model/status.ts'
import type { Verdict } from '../../../core/model/verdict.ts'

const START = Date.UTC(2026, 0, 5, 10)
const EVERY_MS = 1_800_000
const SITES = ['https://cut.example/', 'https://open.example/', 'https://gone.example/'] as const
const MOST = 500

interface Rows {
  store: string
  rows: unknown[]
}

/** A month of looks from two networks, as a backup has them: rows to restore, in parts of a message's size. */
export function historyRows(count: number): Rows[] {
  const looks = Array.from({ length: count }, (_, n) => lookOf(n))
  const targets = SITES.map((url) => ({
    id: url,
    url,
    category: 'NEWS',
    group: 'custom',
    sensitive: false,
    enabled: true,
    addedAt: START,
  }))
  const networks = [
    {
      id: 'as9198-kz',
      asn: 9198,
      operator: 'Example Telecom',
      country: 'KZ',
      label: '=1+1',
      vpn: false,
      firstSeen: START,
      lastSeen: START,
    },
  ]
  const parts: Rows[] = [
    { store: 'targets', rows: targets },
    { store: 'networks', rows: networks },
  ]
  for (let at = 0; at < looks.length; at += MOST) {
    parts.push({ store: 'measurements', rows: looks.slice(at, at + MOST) })
  }
  return parts
}

function lookOf(n: number) {
  const at = START + n * EVERY_MS
  const url = SITES[n % SITES.length] ?? SITES[0]
  const status: Status = url.includes('cut') ? 'blocked' : n % 50 === 1 ? 'inconclusive' : 'reachable'
  const verdict: Verdict = {
    status,
    mechanism: status === 'blocked' ? 'tls-sni' : null,
    confidence: status === 'blocked' ? 'likely' : null,
    reason: null,
    scope: null,
    warnings: [],
    rules: ['test.seeded'],
    hop: null,
    engine: 2,
  }
  return {
    id: `${at}-${String(n).padStart(12, '0')}`,
    sweepId: `${at}-sweep`,
    targetId: url,
    url,
    networkId: n % 200 < 150 ? 'as9198-kz' : 'unknown',
    at,
    ms: 400 + (n % 7),
    observations: [],
    verdict,
    requests: 1,
    bytes: 20_000,
    browser: 'chromium 156',
  }
}
