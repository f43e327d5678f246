import type { Confidence, Mechanism, Status } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import { accepted, weigh } from '../stats/sequential.ts'
import { type RetestPace, STANDARD_RETESTS, soonRetest } from './soon-retest.ts'

/**
 * Looks closer together than this are one vote, and none confirms another: filters go on punishing the same
 * addresses for up to 180 s after a forbidden name (Bock et al. 2021, "Your Censor is My Censor", on Kazakhstan,
 * China and Iran). A rule, not a pace: no test may shorten it.
 */
export const CONFIRM_AFTER_MS = 180_000

export type JudgedStatus = Exclude<Status, 'untested' | 'inconclusive'>

/** `untested` and `inconclusive` say nothing of the site: they neither break a run nor start one. */
export function isJudged(status: Status): status is JudgedStatus {
  return status !== 'untested' && status !== 'inconclusive'
}

/** What the looks of one run have in common. */
export interface Kind {
  status: JudgedStatus
  /** The last one isolated: a look that could not tell ('unknown') does not erase it. */
  mechanism: Mechanism | null
}

/** Looks that agree, without a judged one between that does not. All times are beginnings of looks, epoch ms. */
export interface Run extends Kind {
  firstAt: number
  lastAt: number
  lastId: string
  /** Independent looks: each at least CONFIRM_AFTER_MS after the one counted before. */
  votes: number
  votedAt: number
  /** The first look at `likely` or better; null when there was none. */
  likelyAt: number | null
  /** Of blocked and throttled runs: the sum of the sequential test. */
  evidence: number
}

export interface SeriesState {
  /** The newest look and what was told of it. */
  last: { id: string; at: number; confidence: Confidence | null }
  /** Null until a look was judged. */
  run: Run | null
  /** The last look of the run before this one; null when there is none. */
  lastOtherAt: number | null
  /** Looks of another kind that have not yet become a change. */
  pending: Run | null
  /** Adopted changes, one after the other, that each went back to where the one before had come from. */
  returns: number
  /** What the run before this one said. */
  cameFrom: JudgedStatus | null
  /** Soon-retests asked for in the present anomaly. */
  retests: number
  /** When to look again soon, epoch ms; null when the ordinary interval will do. */
  retestAt: number | null
}

export interface SeriesLook {
  id: string
  at: number
  ms: number
  /** As judged from this look alone. */
  verdict: Verdict
  /** How often looks fail here when nothing is wrong (core/stats/sequential.ts). */
  baseFailureRate: number
  /** Fewer soon-retests than the ordinary two, for a target that must be left alone. */
  maxRetests?: number
}

/** A target changed, somewhere in (lastBefore, firstAfter]. */
export interface Change {
  from: Kind
  to: Kind
  lastBefore: number
  firstAfter: number
}

export interface Followed {
  state: SeriesState
  /** The look's verdict as it is told: its confidence lifted when the series confirms it. */
  verdict: Verdict
  event: Change | null
  retestAt: number | null
}

/**
 * What a target's looks on one network say together. A pure fold, one look at a time:
 *
 *                       agrees                               agrees, or says nothing
 *                      .------.                                   .-------.
 *                      v      |     another kind                  v       |
 *   nothing --judged--> run ---------------------------> run, change pending
 *            (no event) ^  ^                                |  |  |
 *                       |  '---- agrees with the run: a blip '  |  '--> a third kind: pending anew
 *                       |                                       |
 *                       '-- second independent look agrees, or --'
 *                           one that is confirmed by itself: ONE event
 *
 * Order. A look that began before the newest one and overlapped it is only late: nothing moves. One wholly before it
 * means that the clock was set back: no old time can be trusted beside the new ones, so all starts afresh and no
 * event is claimed. The same look again changes nothing.
 *
 * Mixed results are real: a censor behind a load balancer lets part of the connections through, for good (Bhaskar
 * and Pearce 2022: 37% of Chinese destinations). Strict alternation is a row of blips and gives no event. A series
 * that keeps going to and fro rests on "blocked": each return within a day makes leaving it need more agreeing looks
 * (2, then 4, then 8), while entering it needs two as ever. Every look keeps and shows its own verdict meanwhile.
 */
export function follow(
  state: SeriesState | null,
  look: SeriesLook,
  pace: RetestPace = STANDARD_RETESTS,
): Followed {
  if (state && look.id === state.last.id) {
    return unmoved(state, { ...look.verdict, confidence: state.last.confidence })
  }
  if (state && look.at < state.last.at) {
    return look.at + look.ms >= state.last.at ? unmoved(state, look.verdict) : follow(null, look, pace)
  }
  const step = place(state, look)
  const { run, pending, owner } = step
  const verdict = { ...look.verdict, confidence: confidenceTold(look, owner) }
  const moved: SeriesState = {
    last: { id: look.id, at: look.at, confidence: verdict.confidence },
    run,
    pending,
    ...step.past,
    retests: state?.retests ?? 0,
    retestAt: null,
  }
  const next = { ...moved, ...soonRetest(state, moved, look, verdict, pace) }
  return { state: next, verdict, event: step.event, retestAt: next.retestAt }
}

const unmoved = (state: SeriesState, verdict: Verdict): Followed => ({
  state,
  verdict,
  event: null,
  retestAt: state.retestAt,
})

type Past = Pick<SeriesState, 'lastOtherAt' | 'returns' | 'cameFrom'>
interface Placed {
  run: Run | null
  pending: Run | null
  /** The run this look is counted in; null for one that says nothing or fits two. */
  owner: Run | null
  past: Past
  event: Change | null
}

function place(state: SeriesState | null, look: SeriesLook): Placed {
  const { run = null, pending = null } = state ?? {}
  const past: Past = {
    lastOtherAt: state?.lastOtherAt ?? null,
    returns: state?.returns ?? 0,
    cameFrom: state?.cameFrom ?? null,
  }
  const kind = kindOf(look.verdict)
  if (!kind) return { run, pending, owner: null, past, event: null }
  if (!run) {
    const first = started(look, kind)
    return { run: first, pending: null, owner: first, past, event: null }
  }
  const likePending = pending !== null && agree(pending, kind)
  if (agree(run, kind)) {
    // A layer that could not be told fits both: it speaks for neither.
    if (likePending) return { run, pending, owner: null, past, event: null }
    const longer = joined(run, look, kind)
    return { run: longer, pending: null, owner: longer, past, event: null }
  }
  const doubted = contradicted(run, kind, look)
  const candidate = likePending ? joined(pending, look, kind) : started(look, kind)
  if (candidate.votes < votesNeeded(run, kind, past.returns) && look.verdict.confidence !== 'confirmed') {
    return { run: doubted, pending: candidate, owner: candidate, past, event: null }
  }
  return {
    run: candidate,
    pending: null,
    owner: candidate,
    past: pastOf(run, candidate, past),
    event: eventOf(run, candidate),
  }
}

function kindOf({ status, mechanism }: Verdict): Kind | null {
  return isJudged(status) ? { status, mechanism } : null
}

const isolated = (mechanism: Mechanism | null): boolean => mechanism !== null && mechanism !== 'unknown'

/** The same status and no *other isolated* mechanism: a look that could not isolate the layer contradicts none. */
function agree(a: Kind, b: Kind): boolean {
  if (a.status !== b.status) return false
  return !isolated(a.mechanism) || !isolated(b.mechanism) || a.mechanism === b.mechanism
}

const interferes = ({ status }: Kind): boolean => status === 'blocked' || status === 'throttled'
const isLikely = ({ confidence }: Verdict): boolean => confidence === 'likely' || confidence === 'confirmed'

function started(look: SeriesLook, kind: Kind): Run {
  return {
    ...kind,
    firstAt: look.at,
    lastAt: look.at,
    lastId: look.id,
    votes: 1,
    votedAt: look.at,
    likelyAt: isLikely(look.verdict) ? look.at : null,
    evidence: interferes(kind) ? weigh(0, true, look.baseFailureRate) : 0,
  }
}

const isIndependent = (run: Run, look: SeriesLook): boolean => look.at - run.votedAt >= CONFIRM_AFTER_MS

function joined(run: Run, look: SeriesLook, kind: Kind): Run {
  const longer: Run = {
    ...run,
    mechanism: isolated(kind.mechanism) ? kind.mechanism : run.mechanism,
    lastAt: look.at,
    lastId: look.id,
    likelyAt: run.likelyAt ?? (isLikely(look.verdict) ? look.at : null),
  }
  if (!isIndependent(run, look)) return longer
  const evidence = interferes(kind) ? weigh(run.evidence, true, look.baseFailureRate) : 0
  return { ...longer, votes: run.votes + 1, votedAt: look.at, evidence }
}

/** A look that got through speaks against the block; one that was cut off in another way does not. */
function contradicted(run: Run, kind: Kind, look: SeriesLook): Run {
  if (!interferes(run) || interferes(kind) || !isIndependent(run, look)) return run
  return { ...run, votedAt: look.at, evidence: weigh(run.evidence, false, look.baseFailureRate) }
}

function confidenceTold({ at, verdict }: SeriesLook, run: Run | null): Confidence | null {
  if (verdict.confidence !== 'likely' || run === null || run.likelyAt === null) return verdict.confidence
  const seenBefore = at - run.likelyAt >= CONFIRM_AFTER_MS
  return seenBefore && accepted(run.evidence) ? 'confirmed' : 'likely'
}

const DAY_MS = 24 * 3_600_000

function votesNeeded(run: Run, kind: Kind, returns: number): number {
  if (!interferes(run) || interferes(kind) || returns < 3) return 2
  return returns < 6 ? 4 : 8
}

function pastOf(run: Run, next: Run, { returns, cameFrom }: Past): Past {
  const goesBack = next.status === cameFrom && next.firstAt - run.firstAt < DAY_MS
  return { lastOtherAt: run.lastAt, returns: goesBack ? returns + 1 : 0, cameFrom: run.status }
}

/** None from a single weak look that nothing before or after agrees with: nobody knows that anything changed. */
function eventOf(run: Run, next: Run): Change | null {
  if (interferes(run) && run.votes === 1 && run.likelyAt === null) return null
  return {
    from: { status: run.status, mechanism: run.mechanism },
    to: { status: next.status, mechanism: next.mechanism },
    lastBefore: run.lastAt,
    firstAfter: next.firstAt,
  }
}
