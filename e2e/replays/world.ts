import type { ReferenceObservation } from '../../core/model/observation.ts'
import { FOREIGN_REFERENCES, IN_COUNTRY_REFERENCES, PORTAL_CHECKS } from '../../src/measure/parties.ts'
import type { LineState } from './timeline.ts'

/** Numbers that look random and are the same in each run (mulberry32). */
export function seeded(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const HOSTS: readonly { group: ReferenceObservation['group']; url: string }[] = [
  ...FOREIGN_REFERENCES.map((url) => ({ group: 'foreign' as const, url })),
  ...(IN_COUNTRY_REFERENCES.KZ ?? []).map((url) => ({ group: 'in-country' as const, url })),
  ...PORTAL_CHECKS.map(({ url }) => ({ group: 'portal' as const, url })),
]

const TIMEOUT_MS = 8_000

export interface World {
  at: number
  line: LineState
  /** In-country hosts that answer while the rest of the world does not. */
  list: readonly string[]
  random: () => number
}

function answers(group: ReferenceObservation['group'], url: string, { line, list, random }: World): boolean {
  if (line === 'up') return true
  if (line === 'weak') return random() < 0.35
  return line === 'national' && group === 'in-country' && list.includes(new URL(url).hostname)
}

function look(group: ReferenceObservation['group'], url: string, world: World): ReferenceObservation {
  const ok = answers(group, url, world)
  const slow = world.line === 'weak' ? 3_000 : 0
  const ms = ok ? 150 + 400 * world.random() + slow : TIMEOUT_MS
  return {
    v: 2,
    kind: 'reference',
    at: world.at,
    ms,
    requests: 1,
    bytes: ok ? 500 : 0,
    group,
    url,
    ok,
    altered: false,
    status: ok ? 200 : null,
    failure: ok ? null : { code: 'timed_out', raw: 'deadline', url, stage: null },
    clockSkewMs: ok ? 0 : null,
    builtInRoot: null,
    root: null,
    timing: { dns: null, connect: null, tls: null, wait: null, body: null },
    ip: null,
    proxied: null,
  }
}

/** As src/schedule/link-look.ts asks them: one of each group, and all as soon as one of those is silent. */
export function lookAt(
  world: World,
  how: { light: boolean; turn: number },
): { references: ReferenceObservation[]; light: boolean } {
  const all = () => HOSTS.map(({ group, url }) => look(group, url, world))
  if (!how.light) return { references: all(), light: false }
  const few = (['foreign', 'in-country', 'portal'] as const).flatMap((name) => {
    const group = HOSTS.filter((host) => host.group === name)
    return group[how.turn % group.length] ?? []
  })
  const seen = few.map(({ group, url }) => look(group, url, world))
  return seen.every(({ ok }) => ok)
    ? { references: seen, light: true }
    : { references: [...seen.filter(({ ok }) => ok), ...all()], light: false }
}
