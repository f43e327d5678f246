import type { Observation } from '../../core/model/observation.ts'
import type { Mechanism, Status, UntestedReason } from '../../core/model/status.ts'
import type { Target } from '../../core/model/target.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import type { Latest, Measurement, Network, Rollup } from '../../src/history/records.ts'
import { starterTargets } from '../../src/watchlist/targets.ts'
import { type LinkStory, type SeededLink, seededLink } from './seed-link.ts'
import { HERE, seededNetworks } from './seed-networks.ts'
import { observationsOf } from './seed-observations.ts'
import { onThePhone } from './seed-second-network.ts'

/**
 * `offline`: since this morning, in part unwatched; `restored`: after a shutdown, its bracket still of today;
 * `two-networks`: as `normal`, and the phone's network differs.
 */
export type SeedState = 'empty' | 'normal' | 'outage' | 'no-access' | 'offline' | 'restored' | 'two-networks'

export interface Seed extends SeededLink {
  targets: Target[]
  latest: Latest[]
  rollups: Rollup[]
  networks: Network[]
  measurements: Measurement[]
}

const HOUR = 3_600_000
/** Rule table version the seeded verdicts claim. */
const ENGINE = 1

const well: LinkStory = () => 'online'
const LINKS: Record<Exclude<SeedState, 'empty'>, LinkStory> = {
  normal: well,
  'no-access': well,
  outage: (hoursAgo) => (hoursAgo > 6 ? 'online' : 'national-only'),
  offline: (hoursAgo) => {
    if (hoursAgo > 4) return 'online'
    return hoursAgo > 2.5 || hoursAgo < 0.5 ? 'offline' : null
  },
  'two-networks': well,
  restored: (hoursAgo) => (hoursAgo > 11 || hoursAgo < 2 ? 'online' : 'offline'),
}

/** What the pages would show after a day of testing. The same for the same `now`. */
export function seed(state: SeedState, now: number): Seed {
  const listed = starterTargets(now - 40 * 24 * HOUR)
  const targets = listed.map(invented)
  if (state === 'empty') {
    const nothing = { ticks: [], linkHours: [], outages: [], meta: [] }
    return { ...nothing, targets, latest: [], rollups: [], networks: [], measurements: [] }
  }
  const told = listed.map((target) => storyOf(target, state, now))
  const latest = told.map(({ latest }) => latest)
  return {
    targets,
    latest: state === 'two-networks' ? [...latest, ...onThePhone(latest)] : latest,
    rollups: told.flatMap(({ rollups }) => rollups),
    ...seededLink(LINKS[state], now),
    networks: seededNetworks(now),
    measurements: told.map(({ measurement }) => measurement),
  }
}

/** The pictures go round the world: what they show in trouble must be nobody's site. */
const INVENTED: Record<string, string> = {
  'https://x.com/': 'https://square.example/',
  'https://kloop.kg/': 'https://daily.example/',
  'https://masa.media/': 'https://reporters.example/',
  'https://www.youtube.com/': 'https://video.example/',
  'https://vk.com/': 'https://friends.example/',
  'https://www.reddit.com/': 'https://forum.example/',
  'https://ok.ru/': 'https://albums.example/',
  'https://meduza.io/': 'https://courier.example/',
  'https://www.zakon.kz/': 'https://gazette.example/',
}

function invented(target: Target): Target {
  const url = INVENTED[target.url] ?? target.url
  return { ...target, id: url, url }
}

/** A letter an hour, oldest first: r b t d f(refused) i u(untested), '.' for no look. */
type Day = string

interface Story {
  day: Day
  verdict: Partial<Verdict> & { status: Status }
  sinceHours: number
}

const CALM: Story = { day: 'rrrrrrrrrrrrrrrr..rrrrrr', verdict: { status: 'reachable' }, sinceHours: 700 }

function blocked(mechanism: Mechanism, confidence: Verdict['confidence'], rules: string[]): Story['verdict'] {
  return { status: 'blocked', mechanism, confidence, rules }
}

const TROUBLES: Record<string, Story> = {
  'https://x.com/': {
    day: 'rrrrrrrrrrrrrrrr..bbbbbb',
    verdict: blocked('tls-sni', 'likely', [
      'tls.cut-on-the-name',
      'confidence.repeated',
      'confidence.outside-up',
    ]),
    sinceHours: 5.6,
  },
  'https://kloop.kg/': {
    day: 'bbbbbbbbbbbbbbbb..bbbbbb',
    verdict: blocked('dns', 'confirmed', ['dns.bogon-here']),
    sinceHours: 12 * 24,
  },
  'https://masa.media/': {
    day: 'rrrrrrrrrrrrrrrr..rrrrrb',
    verdict: {
      ...blocked('unknown', 'suspected', ['ip.no-second-opinion']),
      warnings: ['no-second-opinion'],
    },
    sinceHours: 0.4,
  },
  'https://www.youtube.com/': {
    day: 'rrrrrrrrrrrrttt...tttttt',
    verdict: { status: 'throttled', confidence: 'likely', rules: ['throttled.transfers'] },
    sinceHours: 12,
  },
  'https://vk.com/': {
    day: 'rrrrrrrrrrrrrrrr..rrrrrr',
    verdict: { status: 'reachable', warnings: ['tls-interception', 'doh-hides-operator-dns'] },
    sinceHours: 3,
  },
  'https://www.reddit.com/': {
    day: 'ffffffffffffffff..ffffff',
    verdict: { status: 'refused', scope: 'here', rules: ['response.refused'] },
    sinceHours: 30 * 24,
  },
  'https://meduza.io/': {
    day: 'rrrrrrrrrrrrrrrr..rrbbbb',
    verdict: blocked('tls-interception', 'likely', ['tls.forged-outside-valid']),
    sinceHours: 3.2,
  },
  'https://ok.ru/': {
    day: 'rrrrrrrrrrrrrrrr..rrrrrr',
    verdict: { status: 'reachable', warnings: ['slow', 'home-dns-filter'] },
    sinceHours: 700,
  },
  'https://www.zakon.kz/': {
    day: 'rrrrrrrrrrrrrrrr..rrrddd',
    verdict: { status: 'down', rules: ['dns.servers-fail-for-all'] },
    sinceHours: 2.5,
  },
}

/** January 2022: the link to the world goes in the afternoon; what is inside the country still answers. */
function outageStory(target: Target): Story {
  const abroad = !/\.kz\/$/.test(INVENTED[target.url] ?? target.url)
  if (!abroad) return { ...CALM, day: 'rrrrrrrrrrrrrrrrrrrrrrrr' }
  const before = TROUBLES[target.url]?.day.slice(0, 18) ?? 'rrrrrrrrrrrrrrrrrr'
  return { day: `${before}uuuuuu`, verdict: untested('national-only', 'link.national-only'), sinceHours: 6 }
}

function untested(reason: UntestedReason, rule: string): Story['verdict'] {
  return { status: 'untested', reason, rules: [rule] }
}

const OFFLINE: Story = {
  day: 'rrrrrrrrrrrrrrrrrrrru..u',
  verdict: untested('offline', 'link.offline'),
  sinceHours: 4,
}

const NO_ACCESS: Story = {
  day: '......................uu',
  verdict: { status: 'untested', reason: 'permission', rules: ['local.permission'] },
  sinceHours: 2,
}

function storyIn(state: SeedState, target: Target): Story {
  if (state === 'no-access') return NO_ACCESS
  if (state === 'offline') return OFFLINE
  return state === 'outage' ? outageStory(target) : (TROUBLES[target.url] ?? CALM)
}

function storyOf(listed: Target, state: SeedState, now: number) {
  const story = storyIn(state, listed)
  const target = invented(listed)
  const at = now - 2.4 * 60_000
  const verdict: Verdict = {
    mechanism: null,
    confidence: null,
    reason: null,
    scope: null,
    warnings: [],
    rules: ['response.site-answers'],
    hop: null,
    engine: ENGINE,
    ...story.verdict,
  }
  const id = `${String(at).padStart(13, '0')}-${hash(target.url).toString(16)}`
  const latest: Latest = {
    networkId: HERE,
    targetId: target.id,
    url: target.url,
    measurementId: id,
    at,
    verdict,
    since: now - story.sinceHours * HOUR,
    lastOtherAt: now - (story.sinceHours + 0.9) * HOUR,
    latencyMs: verdict.status === 'reachable' ? 90 + (hash(target.url) % 400) : null,
  }
  const observations: Observation[] = observationsOf(target.url, verdict, at)
  const measurement: Measurement = {
    id,
    sweepId: 'seed',
    targetId: target.id,
    url: target.url,
    networkId: HERE,
    at,
    ms: observations.reduce((sum, seen) => sum + seen.ms, 0),
    observations,
    verdict,
    requests: observations.reduce((sum, seen) => sum + seen.requests, 0),
    bytes: observations.reduce((sum, seen) => sum + seen.bytes, 0),
    browser: 'chromium 156',
  }
  return { latest, measurement, rollups: rollupsOf(target, story.day, now) }
}

const LETTERS: Record<string, Status> = {
  r: 'reachable',
  b: 'blocked',
  t: 'throttled',
  d: 'down',
  f: 'refused',
  i: 'inconclusive',
  u: 'untested',
}

function rollupsOf(target: Target, day: Day, now: number): Rollup[] {
  const last = Math.floor(now / HOUR) * HOUR
  return [...day].flatMap((letter, index) => {
    const status = LETTERS[letter]
    const hour = last - (day.length - 1 - index) * HOUR
    return status
      ? [{ networkId: HERE, targetId: target.id, hour, counts: { [status]: 1 }, engine: ENGINE }]
      : []
  })
}

function hash(text: string): number {
  let sum = 7
  for (const char of text) sum = (sum * 31 + char.charCodeAt(0)) % 1_000_003
  return sum
}
