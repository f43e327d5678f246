import type { Connectivity } from '../model/status.ts'
import type { Tick, TickCause, TickHost } from './tick.ts'

/** 2022-01-05T10:00:00Z. */
export const START = 1_641_376_800_000
export const MINUTE = 60_000

const FOREIGN = ['f1.example', 'f2.example', 'f3.example', 'f4.example']
const IN_COUNTRY = ['n1.example.kz', 'n2.example.kz', 'n3.example.kz']

const UP: Record<Connectivity | 'domestic', [foreign: number, inCountry: number]> = {
  online: [4, 3],
  degraded: [2, 1],
  portal: [0, 0],
  'national-only': [0, 3],
  offline: [0, 0],
  domestic: [4, 0],
}

export interface TickExtra {
  cause?: TickCause
  session?: string
  monotonic?: number
  networkId?: string
  periodMs?: number
  /** How long each answer took. */
  ms?: number
}

/** A heartbeat at a minute of the day that found this. */
export function tickAt(minute: number, state: Connectivity | 'domestic', extra: TickExtra = {}): Tick {
  const at = START + minute * MINUTE
  const [foreign, inCountry] = UP[state]
  const ms = extra.ms ?? 200
  const host = (group: TickHost['group'], up: number) => (name: string, i: number) =>
    [name, { group, ok: i < up, ms: i < up ? ms : 8_000 }] as const
  const hosts = Object.fromEntries([
    ...FOREIGN.map(host('foreign', foreign)),
    ...IN_COUNTRY.map(host('in-country', inCountry)),
  ])
  return {
    at,
    scheduledAt: at,
    monotonic: extra.monotonic ?? minute * MINUTE,
    networkId: extra.networkId ?? 'home',
    connectivity: state === 'domestic' ? 'online' : state,
    references: Object.fromEntries(Object.entries(hosts).map(([name, { ok }]) => [name, ok])),
    detail: {
      session: extra.session ?? 'one',
      cause: extra.cause ?? 'beat',
      light: false,
      hosts,
      periodMs: extra.periodMs ?? 5 * MINUTE,
    },
  }
}
