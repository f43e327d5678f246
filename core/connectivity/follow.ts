import type { Connectivity } from '../model/status.ts'
import type { Line, LinkFold, Seen } from './fold.ts'
import { type Bad, ended, isBadLook, openOutage, unobserved, withBad, withGood } from './open-outage.ts'
import type { Outage } from './outage.ts'
import { answerMs, hostsUp, isSlow, stateOf } from './state.ts'
import { instantOf, type Step, stepTo } from './step.ts'
import type { Tick } from './tick.ts'

export interface FollowedLink {
  fold: LinkFold
  /** Rows to store: opened, changed or ended. The same id again replaces the row. */
  outages: Outage[]
  /** Whose line it is: `unknown` while offline is the line we were on. */
  networkId: string
  /** What it found, slowness told: a domestic outage is counted as what the link itself was. */
  word: Connectivity
  /** From the bad heartbeat before to this one, when it lies in an outage: no measure of what is ordinary. */
  trouble: { from: number; to: number } | null
}

/** Of so many looks without a gap between, this many bad ones are trouble. */
const WINDOW = 3
const TROUBLE = 2
/** Lines remembered: beyond it the longest unseen is forgotten. */
const MOST_LINES = 16

/**
 * What the heartbeats say of each network's line, one heartbeat at a time. Times are brackets: an onset lies in
 * (last good, first bad], an end in (last bad, first good], and whoever slept in between has a wide one.
 *
 *              good                      bad                          good, not yet for 10 minutes
 *             .----.                   .-----.                         .----.
 *             v    |   2 of 3 bad      v     |        good             v    |
 *   nothing -> fine --------------> outage --+---------------------> coming back
 *             ^  ^                     ^     '--- bad: a return <------'  |
 *             |  '- one bad of 3       |                                  |
 *             |                        '-- gap: unobserved, told as such -'
 *             '------------ 2 good ones or more that span 10 minutes -----'
 *
 * No heartbeat at all (more than 2.5 periods) is unobserved: it opens nothing, and what was seen before it is not
 * counted together with what is seen after. A bad first look after a gap or on a fresh link is held back until two more
 * bear it out: then it is the first bad one. A wall clock set back makes all that is remembered worthless: everything
 * starts afresh, and trouble that was open stays without an end.
 */
export function followLink(fold: LinkFold | null, tick: Tick): FollowedLink {
  const now = instantOf(tick)
  const step = fold ? stepTo(fold.last, now) : 'gap'
  if (fold && (step === 'again' || step === 'late')) {
    const networkId = lineOf(fold, tick, step)
    const word = wordOf(tick, fold.lines[networkId] ?? null)
    return { fold, outages: [], networkId, word, trouble: null }
  }
  const known = step === 'back' ? null : fold && named(fold, tick, step)
  const networkId = known ? lineOf(known, tick, step) : tick.networkId
  const before = known?.lines[networkId] ?? null
  // Away on another network, this one was not observed either.
  const isGap = !before || step !== 'next' || known?.networkId !== networkId
  const { line, ...told } = look(networkId, before && isGap ? afterGap(before, now.at) : before, tick, isGap)
  const lines = { ...known?.lines, [networkId]: line }
  const word = wordOf(tick, before)
  return { fold: { last: now, networkId, lines: newest(lines) }, networkId, word, ...told }
}

/** Without a link nobody can say which network it is: as long as nothing else is known it is the one we were on. */
function lineOf(fold: LinkFold, tick: Tick, step: Step): string {
  if (tick.networkId !== 'unknown') return tick.networkId
  const isSame = step === 'next' && tick.detail?.cause !== 'network'
  const goesOn = tick.connectivity !== 'online' && fold.lines[fold.networkId]?.open
  return isSame || goesOn ? fold.networkId : tick.networkId
}

/** Trouble met on a network that nobody could name is that network's as soon as it says its name in the same sitting. */
function named(fold: LinkFold, tick: Tick, step: Step): LinkFold {
  const { unknown, ...lines } = fold.lines
  const isSame = step === 'next' && fold.networkId === 'unknown' && tick.detail?.cause !== 'network'
  const here = lines[tick.networkId]
  if (!isSame || tick.networkId === 'unknown' || !unknown?.open || here?.open) return fold
  const lastGood = unknown.lastGood ?? here?.lastGood ?? null
  const { outage } = unknown.open
  const onset = { ...outage.onset, from: outage.onset.from ?? here?.lastGood ?? null }
  const open = { ...unknown.open, outage: { ...outage, networkId: tick.networkId, onset } }
  const ordinaryMs = here?.ordinaryMs ?? unknown.ordinaryMs
  return {
    ...fold,
    networkId: tick.networkId,
    lines: { ...lines, [tick.networkId]: { ...unknown, lastGood, open, ordinaryMs } },
  }
}

function afterGap(line: Line, at: number): Line {
  const { open } = line
  return { ...line, window: [], held: null, open: open && unobserved(open, at - line.last.at) }
}

type Told = { line: Line } & Pick<FollowedLink, 'outages' | 'trouble'>

function look(networkId: string, before: Line | null, tick: Tick, isFirst: boolean): Told {
  const last = instantOf(tick)
  const line: Line = before
    ? { ...before, last, ordinaryMs: ordinary(before.ordinaryMs, tick) }
    : { last, lastGood: null, window: [], held: null, open: null, ordinaryMs: ordinary(null, tick) }
  const state = stateOf(tick, before?.ordinaryMs ?? null)
  const seen = { at: tick.at, state, word: wordOf(tick, before), ...hostsUp(tick), goodBefore: line.lastGood }
  if (!isBadLook(seen)) return goodLook(line, seen)
  const cause = tick.detail?.cause
  const isUnsettled = isFirst || cause === 'wake' || cause === 'start' || cause === 'network'
  if (!isUnsettled) return badLook(networkId, line, seen)
  const { open } = line
  return { line: { ...line, held: line.held ?? seen }, outages: open ? [open.outage] : [], trouble: null }
}

function goodLook(before: Line, seen: Seen): Told {
  const line = { ...before, lastGood: seen.at, held: null }
  if (!line.open) {
    return { line: { ...line, window: pushed(line.window, seen) }, outages: [], trouble: null }
  }
  const open = withGood(line.open, seen.at)
  const outage = ended(open)
  return { line: { ...line, open: outage ? null : open }, outages: [outage ?? open.outage], trouble: null }
}

function badLook(networkId: string, line: Line, seen: Bad): Told {
  if (line.open) {
    const { held, open: known } = line
    const open = withBad(held && isBadLook(held) ? withBad(known, held) : known, seen)
    const trouble = { from: known.lastBad, to: seen.at }
    return { line: { ...line, held: null, open }, outages: [open.outage], trouble }
  }
  const window = pushed(line.window, seen)
  const looks = [...window, ...(line.held ? [line.held] : [])].sort((a, b) => a.at - b.at)
  const begin = looks.find(isBadLook)
  if (!begin || window.filter(isBadLook).length < TROUBLE) {
    return { line: { ...line, window }, outages: [], trouble: null }
  }
  const open = openOutage(networkId, begin, looks.slice(looks.indexOf(begin) + 1))
  return {
    line: { ...line, window: [], held: null, open },
    outages: [open.outage],
    trouble: { from: begin.at, to: seen.at },
  }
}

const pushed = (window: Seen[], seen: Seen): Seen[] => [...window, seen].slice(-WINDOW)

function wordOf(tick: Tick, line: Line | null): Connectivity {
  const state = stateOf(tick, line?.ordinaryMs ?? null)
  return state === 'domestic' ? tick.connectivity : state
}

/** How far one answer moves the median of a line: an ordinary one, and a slow one, which must not become ordinary soon. */
const DRIFT = 0.02
const SLOW_DRIFT = 0.002

function ordinary(known: number | null, tick: Tick): number | null {
  const ms = answerMs(tick)
  if (ms === null || tick.connectivity !== 'online') return known
  if (known === null) return ms
  const drift = isSlow(ms, known) ? SLOW_DRIFT : DRIFT
  return ms > known ? known * (1 + drift) : ms < known ? known / (1 + drift) : known
}

function newest(lines: LinkFold['lines']): LinkFold['lines'] {
  const entries = Object.entries(lines)
  if (entries.length <= MOST_LINES) return lines
  return Object.fromEntries(entries.sort(([, a], [, b]) => b.last.at - a.last.at).slice(0, MOST_LINES))
}
