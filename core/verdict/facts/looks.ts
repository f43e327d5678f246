import type { FailureCode, Stage } from '../../model/failure.ts'
import { isLocalFailure } from '../../model/failure.ts'
import type {
  CalibrationObservation,
  HandshakeObservation,
  PageObservation,
} from '../../model/observation.ts'
import { sameAddress } from '../../net/address.ts'
import { schemeOf } from '../../net/url.ts'
import { type Answer, answerOf } from './answer.ts'
import { type FailureKind, resolveCode } from './failure-kind.ts'

/** The failure by name that is to be explained. */
export interface Trouble {
  kind: FailureKind
  code: FailureCode
  stage: Stage | null
  raw: string
  url: string
  page: PageObservation
}

/** How the look that ran to the browser's own limits ended. */
export interface Patience {
  kind: FailureKind
  /** It was our own clock that ended it, past every limit of the browser that tells anything. */
  byOurClock: boolean
  ms: number
  /**
   * Since the first look began: a browser lets the next request wait for the connection that the last one left behind,
   * so its limits count from there (Chromium, seen in the lab: 30 s after the first of two requests).
   */
  sinceFirstMs: number
}

/** Where connections to Russia's curtain stop, https://blog.cloudflare.com/russian-internet-users-are-unable-to-access-the-open-internet/. */
const STALL_BYTES = [10_000, 25_000] as const

export const isEarlyStall = ({ bytes }: PageObservation): boolean =>
  bytes >= STALL_BYTES[0] && bytes <= STALL_BYTES[1]

export type KindOf = (page: PageObservation) => FailureKind

const BY_NAME = new Set(['target', 'repeat', 'patient'])
/** These make every look of the moment worthless, whichever of them met it. */
const WORLD_MOVED = new Set<FailureCode>(['local.network_changed', 'local.suspended', 'local.offline'])

export interface LooksByName {
  /** What speaks for the target, pages and, where they rode on another name's connection, the name's own. */
  looks: readonly PageObservation[]
  /** The name got through on a connection of its own. */
  vouched: boolean
  ownConnectionFailed: boolean
}

/**
 * A page that came over another name's connection (HTTP/2 coalescing), or over one kept open since an earlier look, says
 * nothing of what the name meets now: a connection of its own does. When that failed, the pages that came no longer count and its failure is the trouble.
 */
export function looksByName(
  pages: readonly PageObservation[],
  handshakes: readonly HandshakeObservation[],
): LooksByName {
  const looks = pages.filter((p) => BY_NAME.has(p.role))
  const came = looks.filter((p) => p.response !== null && p.failure === null)
  const vouched = handshakes.some((h) => vouches(h, came))
  const slowest = Math.max(0, ...came.map((p) => p.firstByteMs ?? p.ms))
  const cut = handshakes.filter(
    (h) => h.failure !== null && !isLocalFailure(h.failure.code) && !isMerelySlow(h, slowest),
  )
  const borrowed = came.length > 0 && came.every((p) => p.response?.coalesced || p.response?.reused)
  if (vouched || cut.length === 0 || !borrowed) return { looks, vouched, ownConnectionFailed: false }
  const failed = cut.map((h, i) => asPage(h, i === 0 ? 'target' : 'repeat'))
  return {
    looks: [...failed, ...looks.filter((p) => !came.includes(p) && p.role !== 'target')],
    vouched,
    ownConnectionFailed: true,
  }
}

/** It was answered; over TLS by garbage even, which is the site's own. Without TLS it has to be at the page's address. */
function vouches(
  { url, status, ip, failure }: HandshakeObservation,
  came: readonly PageObservation[],
): boolean {
  if (failure) return schemeOf(url) === 'https' && failure.code.startsWith('http.')
  if (status === null) return false
  const same = (other: string | null) => ip === null || other === null || sameAddress(ip, other)
  return schemeOf(url) === 'https' || came.some((p) => p.response && same(p.response.ip))
}

/** A site that lets pages wait lets handshakes wait: our clock ended this one too soon to tell. */
const isMerelySlow = ({ failure, ms }: HandshakeObservation, pageMs: number): boolean =>
  failure?.code === 'timed_out' && ms < 3 * pageMs

function asPage(h: HandshakeObservation, role: PageObservation['role']): PageObservation {
  const { v, at, ms, requests, bytes, url } = h
  // The browser may name it by its own scheme (wss:).
  const failure = h.failure && { ...h.failure, url }
  return {
    v,
    kind: 'page',
    role,
    at,
    ms,
    requests,
    bytes,
    url,
    hops: [],
    response: null,
    failure,
    timing: { dns: null, connect: null, tls: null, wait: null, body: null },
    timeoutMs: ms,
    firstByteMs: null,
    quietMs: null,
  }
}

/** Authentic before not, under a known root, fresh, less like a block page before more; the later of equals. */
export function bestAnswer(
  looks: readonly PageObservation[],
  pages: readonly PageObservation[],
  known: { vouched: boolean; cleared: ReadonlySet<string> },
): Answer | null {
  const rank = (a: Answer) =>
    (a.authentic ? 1000 : 0) +
    (a.response.security?.builtInRoot === false ? 0 : 200) +
    (a.fresh ? 100 : 0) +
    (a.response.reused ? 0 : 50) -
    a.score
  let best: Answer | null = null
  for (const look of looks) {
    const seen = answerOf(look, pages)
    if (!seen) continue
    const fresh = seen.fresh || (known.vouched && !seen.response.fromCache)
    const answer = { ...seen, fresh, score: known.cleared.has(seen.response.url) ? 0 : seen.score }
    if (!best || rank(answer) >= rank(best)) best = answer
  }
  return best
}

/**
 * The failure that is to be explained: the first, unless it is silence or no word at all and a later look was told more.
 * A name that a patient look ran out on is silence too.
 */
export function tellingFailure(looks: readonly PageObservation[], kindOf: KindOf): PageObservation | null {
  const first = looks.find((p) => p.role === 'target') ?? looks[0] ?? null
  if (first === null || !['timeout', 'unknown'].includes(kindOf(first))) return first
  const mute = (p: PageObservation) =>
    ['timeout', 'unknown', 'local', 'proxy'].includes(kindOf(p)) ||
    (p.role === 'patient' && kindOf(p) === 'dns')
  const told = looks.find((p) => p !== first && p.failure && !mute(p))
  // A browser that gave no reason had none of its own: time-outs are our clock's.
  const timedOut = looks.find((p) => p.failure && kindOf(p) === 'timeout')
  return told ?? (kindOf(first) === 'unknown' && timedOut ? timedOut : first)
}

/** The longest silence at the end of a look that stopped early in its body. */
export function quietest(looks: readonly PageObservation[]): number | null {
  const quiet = looks.flatMap((p) => (p.failure && isEarlyStall(p) && p.quietMs !== null ? [p.quietMs] : []))
  return quiet.length > 0 ? Math.max(...quiet) : null
}

export function troubleOf(
  page: PageObservation | null,
  kindOf: KindOf,
  calibration: CalibrationObservation['entries'],
): Trouble | null {
  if (!page) return null
  const failure = page.failure
  // Neither an answer nor a failure: whoever wrote this was cut short.
  if (!failure) return { kind: 'unknown', code: 'unknown', stage: null, raw: '', url: page.url, page }
  const { raw, stage } = failure
  return { kind: kindOf(page), code: resolveCode(failure, calibration), stage, raw, url: failure.url, page }
}

/** Something at that port answered, a refusal included: DNS and the path to the address work. */
export function portAnswered(page: PageObservation, kind: FailureKind): boolean {
  return (
    page.response !== null ||
    page.hops.length > 0 ||
    !['dns', 'timeout', 'unreachable', 'local', 'proxy', 'unknown'].includes(kind)
  )
}

export function isRepeated(
  looks: readonly PageObservation[],
  answer: Answer | null,
  trouble: Trouble | null,
  kindOf: KindOf,
  browser: 'chromium' | 'firefox',
): boolean {
  if (answer) {
    return (
      looks.filter((p) => p.response && !p.failure && p.response.status === answer.response.status).length > 1
    )
  }
  if (!trouble) return false
  // Firefox has asked a reset GET up to ten times before it tells (network.http.request.max-attempts).
  if (browser === 'firefox' && trouble.code === 'tcp.reset') return true
  // Left to the browser's own limits, silence gets the name of its layer: the same silence all the same.
  // A connection that froze early may be frozen from the start the next time.
  const froze = trouble.code === 'http.response.stalled' && isEarlyStall(trouble.page)
  const same = (p: PageObservation) =>
    kindOf(p) === trouble.kind ||
    (p.role === 'patient' && trouble.kind === 'timeout' && kindOf(p) === 'dns') ||
    (froze && kindOf(p) === 'timeout') ||
    // It failed, and the browser's word for it was lost on the way (seen on a crowded machine).
    (p.failure?.code === 'unknown' && p.failure.raw === '' && p.failure.url === trouble.url)
  return looks.filter((p) => p.failure && same(p)).length > 1
}

export function localFailure(
  pages: readonly PageObservation[],
  looks: readonly PageObservation[],
): FailureCode | null {
  const moved = pages.find((p) => p.failure && WORLD_MOVED.has(p.failure.code))
  if (moved?.failure) return moved.failure.code
  const first = looks.find((p) => p.role === 'target') ?? looks[0]
  const code = first?.failure?.code
  return code && (code.startsWith('local.') || code === 'abandoned') ? code : null
}

/** The look that ran to the browser's own limits, if any. */
export function patientEnd(pages: readonly PageObservation[], kindOf: KindOf): Patience | null {
  const page = pages.find((p) => p.role === 'patient' && p.failure)
  if (!page) return null
  const first = pages.find((p) => p.role === 'target') ?? page
  const { at, ms } = page
  const byOurClock = page.failure?.code === 'timed_out'
  return { kind: kindOf(page), byOurClock, ms, sinceFirstMs: at + ms - first.at }
}
