import type { Observation } from '../core/model/observation.ts'
import { judge } from '../core/verdict/judge.ts'
import { newId } from '../src/history/ids.ts'
import type { Measurement, Sweep } from '../src/history/records.ts'
import { DAY_MS, HOUR_MS } from '../src/history/rollup.ts'

/** What a look at a target may have met. Each has recordings of real browsers behind it. */
export const SIGHTS = ['open', 'sni', 'dns', 'ip', 'page', 'slow', 'refused', 'down', 'offline'] as const
export type Sight = (typeof SIGHTS)[number]

export interface Recorded {
  url: string
  observations: Observation[]
}
export type Sights = Record<Sight, Recorded[]>

export interface WorldSize {
  /** A multiple of the targets: whole sweeps. */
  looks: number
  targets: number
  days: number
  /** Epoch ms after the last look. */
  end: number
}

/** At home, and on the phone while at work. */
export const HOME = 'as9198-kz'
const PHONE = 'as21299-kz'
export const NETWORKS = [
  { id: HOME, asn: 9198, operator: 'JSC Kazakhtelecom', country: 'KZ', label: 'home', vpn: false },
  { id: PHONE, asn: 21299, operator: 'Kar-Tel LLC', country: 'KZ', label: 'phone', vpn: false },
] as const

export const startOf = ({ end, days }: WorldSize): number => end - days * DAY_MS

/** A number in [0, 1) that is the same in every run. */
export function dice(seed: number): number {
  let x = (seed + 0x6d2b79f5) | 0
  x = Math.imul(x ^ (x >>> 15), x | 1)
  x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
  return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296
}

export const urlOf = (target: number): string => `https://site-${String(target).padStart(3, '0')}.example/`

/** A working day's hours in Almaty, as they were until 2024: UTC+6. */
export function networkAt(at: number): string {
  const hour = Math.floor(at / HOUR_MS + 6) % 24
  return hour >= 9 && hour < 18 ? PHONE : HOME
}

const BLOCKED: readonly Sight[] = ['sni', 'dns', 'ip', 'page']

/** Six nights of the year without any link. */
export function isOffline(at: number, start: number): boolean {
  return Math.floor((at - start) / DAY_MS) % 60 === 1 && (at / HOUR_MS) % 24 < 5
}

/** 162 of 200 are always open; 20 are blocked from some day on, and the rest change now and then. */
function sightOf(target: number, of: number, at: number, start: number): Sight {
  const day = Math.floor((at - start) / DAY_MS)
  if (isOffline(at, start)) return 'offline'
  const share = target / of
  if (share < 0.81) return 'open'
  if (share < 0.91) return day >= (target * 11) % 300 ? (BLOCKED[target % 4] ?? 'sni') : 'open'
  if (share < 0.94) return Math.floor(day / 7) % 2 === 1 ? 'slow' : 'open'
  if (share < 0.97) return 'refused'
  return day % 30 < 3 ? 'down' : 'open'
}

const stepOf = (size: WorldSize): number => (size.days * DAY_MS) / size.looks
const sweepId = (startedAt: number): string => newId(startedAt, () => 'sweep')

/** The plan of the sweep that look `i` is the first of, as it was when all of it was done. */
export function sweepOf(size: WorldSize, i: number): Sweep {
  const startedAt = Math.floor(startOf(size) + i * stepOf(size))
  const urls = Array.from({ length: size.targets }, (_, target) => urlOf(target))
  return {
    id: sweepId(startedAt),
    pace: 'background',
    networkId: networkAt(startedAt),
    startedAt,
    endedAt: Math.floor(startedAt + size.targets * stepOf(size)),
    state: 'done',
    items: urls.map((url) => ({ targetId: url, url, dueAt: startedAt, done: true })),
    requests: size.targets * 2,
    bytes: size.targets * 25_000,
  }
}

/** One target as one sight shows it: parsed and judged once, then only moved in time. */
interface Template {
  startedAt: number
  look: Pick<Measurement, 'ms' | 'observations' | 'verdict' | 'requests' | 'bytes'>
}

/**
 * The looks from one to another (those after `looks` come after `end`), in order of time. The observations are those of real browsers with the target's own name, and its
 * own words on the page: rows that are alike would be packed smaller than real ones are.
 */
export function* looksOf(size: WorldSize, sights: Sights, from = 0, to = size.looks): Generator<Measurement> {
  const start = startOf(size)
  const step = stepOf(size)
  const templates = new Map<string, Template>()
  for (let i = from; i < to; i++) {
    const target = i % size.targets
    const at = Math.floor(start + i * step + dice(i) * step)
    const sight = sightOf(target, size.targets, at, start)
    const key = `${target} ${sight}`
    let template = templates.get(key)
    if (!template) {
      template = templateOf(target, sight, sights)
      templates.set(key, template)
    }
    const shift = at - template.startedAt
    const url = urlOf(target)
    yield {
      id: newId(at, () =>
        Math.floor(dice(-i) * 2 ** 48)
          .toString(16)
          .padStart(12, '0'),
      ),
      sweepId: sweepId(Math.floor(start + (i - target) * step)),
      targetId: url,
      url,
      networkId: networkAt(at),
      at,
      browser: 'chromium 156',
      allSites: true,
      ...template.look,
      observations: template.look.observations.map((seen) => ({ ...seen, at: seen.at + shift })),
    }
  }
}

function templateOf(target: number, sight: Sight, sights: Sights): Template {
  const from = sights[sight][target % sights[sight].length]
  if (!from) throw new Error(`No recording shows "${sight}"`)
  const url = urlOf(target)
  const renamed = JSON.stringify(from.observations)
    .replaceAll(new URL(from.url).host, new URL(url).host)
    .replaceAll(/"text":"([^"\\]{100,})"/g, (_, text: string) => `"text":"${wordsOf(target, text.length)}"`)
  const observations = JSON.parse(renamed) as Observation[]
  const sum = (key: 'requests' | 'bytes') => observations.reduce((total, seen) => total + seen[key], 0)
  const ends = observations.map((seen) => seen.at + seen.ms)
  const startedAt = Math.min(...observations.map((seen) => seen.at))
  return {
    startedAt,
    look: {
      ms: Math.round(Math.max(...ends) - startedAt),
      observations,
      verdict: judge({ url, browser: 'chromium', allSites: true, observations }),
      requests: sum('requests'),
      bytes: sum('bytes'),
    },
  }
}

const SYLLABLES = ['ka', 'lo', 'mi', 're', 'su', 'ta', 'ne', 'vo', 'shi', 'dar', 'pol', 'gen', 'bir', 'ost']

/** As compressible as a language, and no two sites alike. */
function wordsOf(target: number, length: number): string {
  let text = ''
  for (let i = 0; text.length < length; i++) {
    text += SYLLABLES[Math.floor(dice(target * 1000 + i) * SYLLABLES.length)]
    if (dice(target * 7000 + i) < 0.35) text += ' '
  }
  return text.slice(0, length)
}
