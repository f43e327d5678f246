import type { OpenOutage, Seen } from './fold.ts'
import { OUTAGE_KINDS, type Outage, type OutageKind } from './outage.ts'
import type { LinkState } from './state.ts'

/** A phone on a train returns often: beyond this the newest returns are kept. */
const MOST_RETURNS = 200

export type Bad = Seen & { state: OutageKind }

export function isBad(state: LinkState): state is OutageKind {
  return state !== 'online'
}

export const isBadLook = (seen: Seen): seen is Bad => isBad(seen.state)

/** The worst that two heartbeats came to (the kinds begin with the worst): one alone may be a slip. */
export function kindOf(kinds: OpenOutage['kinds']): OutageKind {
  let seen = 0
  for (const kind of OUTAGE_KINDS) {
    seen += kinds[kind] ?? 0
    if (seen >= 2) return kind
  }
  return OUTAGE_KINDS.find((kind) => kinds[kind]) ?? 'degraded'
}

/** Trouble that the first of these looks began; the id stays when it grows worse. */
export function openOutage(networkId: string, first: Bad, others: readonly Seen[]): OpenOutage {
  const begun: OpenOutage = {
    outage: {
      id: `${String(first.at).padStart(13, '0')}-${first.state}`,
      networkId,
      kind: first.state,
      onset: { from: first.goodBefore, to: first.at },
      end: null,
      ticks: {},
      unobservedMs: 0,
      returns: [],
      lowest: 1,
      worked: {},
    },
    kinds: {},
    lastBad: first.at,
    good: null,
  }
  return others.reduce(
    (open, seen) => (isBadLook(seen) ? withBad(open, seen) : withGood(open, seen.at)),
    withBad(begun, first),
  )
}

/** One more bad heartbeat: good ones before it were only a return. */
export function withBad(open: OpenOutage, seen: Bad): OpenOutage {
  const { outage, kinds: known } = endReturn(open)
  const kinds = { ...known, [seen.state]: (known[seen.state] ?? 0) + 1 }
  const worked = { ...outage.worked }
  for (const host of seen.worked) worked[host] = (worked[host] ?? 0) + 1
  const share = seen.asked > 0 ? seen.worked.length / seen.asked : 1
  return {
    kinds,
    lastBad: seen.at,
    good: null,
    outage: {
      ...outage,
      kind: kindOf(kinds),
      ticks: { ...outage.ticks, [seen.word]: (outage.ticks[seen.word] ?? 0) + 1 },
      worked,
      lowest: Math.min(outage.lowest, share),
    },
  }
}

export function withGood(open: OpenOutage, at: number): OpenOutage {
  const { good } = open
  return { ...open, good: good ? { ...good, to: at, n: good.n + 1 } : { from: at, to: at, n: 1 } }
}

/** The good run, if there is one, goes among the returns, and its heartbeats among those inside. */
function endReturn(open: OpenOutage): OpenOutage {
  if (!open.good) return open
  const { from, to, n } = open.good
  const { outage } = open
  return {
    ...open,
    good: null,
    outage: {
      ...outage,
      returns: [...outage.returns, { from, to }].slice(-MOST_RETURNS),
      ticks: { ...outage.ticks, online: (outage.ticks.online ?? 0) + n },
    },
  }
}

/** Nobody looked for so long: what was good before says nothing of how it went on. */
export function unobserved(open: OpenOutage, ms: number): OpenOutage {
  const { outage, ...rest } = endReturn(open)
  return { ...rest, outage: { ...outage, unobservedMs: outage.unobservedMs + ms } }
}

/**
 * It is over after two good heartbeats or more that span ten minutes. In Kazakhstan in January 2022 the network came
 * back for hours and went again (docs/connectivity.md); what was shorter is told as a return.
 */
const END_MS = 600_000

export function ended(open: OpenOutage): Outage | null {
  const { good, lastBad, outage } = open
  if (!good || good.to - good.from < END_MS) return null
  return { ...outage, end: { from: lastBad, to: good.from } }
}
