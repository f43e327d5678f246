import type { Observation, PageRole } from '../model/observation.ts'
import { isAddress, isBogon } from '../net/address.ts'
import { sameUrl, schemeOf } from '../net/url.ts'
import { SUSPICIOUS_SCORE } from './facts/block-page.ts'
import { type Facts, factsOf } from './facts/facts.ts'
import { leadsElsewhere, saysOtherwise } from './facts/twin.ts'
import type { JudgeInput } from './judge.ts'

/** One network action the diagnosis asks for. src/measure carries it out and answers with observations. */
export type Look =
  | { kind: 'page'; role: PageRole; url: string; timeoutMs: number }
  /** Every configured resolver is asked; one observation each. */
  | { kind: 'doh'; name: string; type: 'A' | 'AAAA' }
  | { kind: 'system-dns'; name: string }
  | { kind: 'address'; name: string; address: string; scheme: 'http' | 'https'; timeoutMs: number }
  /** Looks at all reference hosts afresh. */
  | { kind: 'references' }
  /** Learns this browser's words for certificate failures (Firefox). */
  | { kind: 'calibration' }

/** How long a page may take. Part of what a time-out means, so no test may shorten it. */
export const PAGE_TIMEOUT_MS = 12_000
/** Companions and bare addresses need no page, only a sign of life. */
export const PROBE_TIMEOUT_MS = 6_000
/** Past Chromium's own limits: 26 s for a silent resolver, 30 s for a silent handshake. */
export const PATIENT_TIMEOUT_MS = 33_000
export const MAX_ROUNDS = 5
export const MAX_LOOKS = 30
const MAX_ADDRESSES = 2

export type PlanInput = JudgeInput & { secondOpinions: boolean }

/**
 * What to look at next, given what was seen so far; [] when nothing more can be learned. Looks of one round run
 * side by side. Bounded: at most 5 rounds and 30 looks a target, by construction: there are four rounds, none
 * holds more than seven looks, and a round of which anything came back is never asked again.
 *
 *   healthy or local ----------------------------------------------------------------------> []
 *   mildly odd over plain HTTP -> the same over HTTPS --(denies it)--> 1
 *   failed or suspicious -> 1 link, second opinion on DNS, repeat -> 2 addresses, companions -> 3 what is open
 */
export function nextLooks(input: PlanInput): Look[] {
  const f = factsOf(input)
  const seen = (look: Look) => input.observations.some((o) => answers(o, look))
  const fresh = (looks: Look[]) => looks.filter((look) => !seen(look))
  const unbegun = (looks: Look[]) => looks.length > 0 && !looks.some(seen)

  if (f.skipped !== null) return []
  if (f.answer?.authentic) return fresh(afterAnswer(f))
  if (f.answer) {
    if (!isDoubtful(f)) return f.answer.fresh ? [] : fresh([repeat(f)])
    const twin = overHttps(f)
    if (isMild(f)) {
      if (unbegun(twin)) return twin
      if (!deniedByTwin(f)) return []
    }
  } else if (!worthDiagnosis(f)) return []

  const first = firstRound(f, input.secondOpinions)
  // References may be there from the sweep and the HTTPS twin from the mild case: they do not mark the round.
  const marks = first.filter(
    (l) => l.kind !== 'references' && !(l.kind === 'page' && l.role === 'over-https'),
  )
  if (unbegun(marks.length > 0 ? marks : first)) return fresh(first)
  if (f.link === 'offline' || f.link === 'portal' || f.link === 'national-only') return []

  // The twin of a hop that only became the question when its redirect was vouched for.
  const second = [...secondRound(f, input), ...fresh(overHttps(f))]
  if (unbegun(marksOf(second))) return fresh(second)
  const third = thirdRound(f, input)
  return unbegun(marksOf(third)) ? fresh(third) : []
}

/**
 * The looks that show whether a round was begun. References may be there from the sweep, calibration from
 * another round and the HTTPS twin from the mild case, so those count only in a round of nothing else.
 */
function marksOf(round: Look[]): Look[] {
  const own = round.filter(
    (l) =>
      l.kind !== 'references' && l.kind !== 'calibration' && !(l.kind === 'page' && l.role === 'over-https'),
  )
  return own.length > 0 ? own : round
}

/** The observation that a look brings. */
function answers(o: Observation, look: Look): boolean {
  switch (look.kind) {
    case 'page':
      return (
        o.kind === 'page' && o.role === look.role && (o.role !== 'over-https' || sameUrl(o.url, look.url))
      )
    case 'doh':
      return o.kind === 'doh' && o.name === look.name && o.type === look.type
    case 'system-dns':
      return o.kind === 'system-dns' && o.name === look.name
    case 'address':
      return o.kind === 'address' && o.address === look.address && o.scheme === look.scheme
    case 'references':
      return o.kind === 'reference'
    case 'calibration':
      return o.kind === 'calibration'
  }
}

const repeat = (f: Facts): Look => ({ kind: 'page', role: 'repeat', url: f.url, timeoutMs: PAGE_TIMEOUT_MS })
const companion = (role: PageRole, url: string): Look => ({
  kind: 'page',
  role,
  url,
  timeoutMs: PROBE_TIMEOUT_MS,
})

/** A page on an old connection proves nothing yet; one under a foreign root raises whether all hosts are. */
function afterAnswer(f: Facts): Look[] {
  if (f.answer?.fresh === false) return [repeat(f)]
  return f.answer?.response.security?.builtInRoot === false ? [{ kind: 'references' }] : []
}

function isDoubtful(f: Facts): boolean {
  const { answer } = f
  if (!answer) return false
  return answer.score > 0 || f.stray !== null || [403, 451].includes(answer.response.status)
}

/** Nothing says "blocked" yet: one request under the site's certificate settles most of these. */
function isMild(f: Facts): boolean {
  return (f.answer?.score ?? 0) < SUSPICIOUS_SCORE && f.stray?.toAddress !== true && overHttps(f).length > 0
}

function deniedByTwin(f: Facts): boolean {
  if (!f.answer || !f.overHttps) return false
  if (f.stray) return leadsElsewhere(f.stray.to, f.overHttps)
  return saysOtherwise(f.answer, f.overHttps)
}

const SETTLED = new Set(['local', 'client-cert'])
function worthDiagnosis(f: Facts): boolean {
  return f.trouble !== null && f.local === null && !SETTLED.has(f.trouble.kind)
}

/** Bare addresses are asked on the ordinary ports only. */
const hasOrdinaryPort = (url: string): boolean => URL.canParse(url) && new URL(url).port === ''

function overHttps(f: Facts): Look[] {
  const url = f.stray?.from.url ?? f.subject
  if (schemeOf(url) !== 'http' || !hasOrdinaryPort(url) || isAddress(f.host)) return []
  return [companion('over-https', url.replace(/^http:/, 'https:'))]
}

function firstRound(f: Facts, secondOpinions: boolean): Look[] {
  const looks: Look[] = [{ kind: 'references' }]
  if (f.host !== '' && !isAddress(f.host)) {
    if (secondOpinions) looks.push({ kind: 'doh', name: f.host, type: 'A' })
    if (f.browser === 'firefox') looks.push({ kind: 'system-dns', name: f.host })
  }
  // Firefox has repeated a reset up to ten times already; more would only re-arm the filter.
  const alreadyRepeated = f.browser === 'firefox' && f.trouble?.code === 'tcp.reset'
  if (!alreadyRepeated) looks.push(repeat(f))
  return [...looks, ...overHttps(f)]
}

function addressLooks(f: Facts, input: PlanInput, addresses: readonly string[], scheme = f.scheme): Look[] {
  if (!input.allSites || !hasOrdinaryPort(f.subject)) return []
  const four = addresses.filter((a) => !a.includes(':'))
  return [...four, ...addresses.filter((a) => a.includes(':'))]
    .slice(0, MAX_ADDRESSES)
    .map((address) => ({ kind: 'address', name: f.host, address, scheme, timeoutMs: PROBE_TIMEOUT_MS }))
}

const NOT_THE_NETWORK = new Set(['body', 'http', 'redirect-loop', 'proxy', 'unknown', 'expired'])

function secondRound(f: Facts, input: PlanInput): Look[] {
  const kind = f.trouble?.kind
  if (kind && NOT_THE_NETWORK.has(kind)) return []
  if (f.doh.state === 'empty') return [{ kind: 'doh', name: f.host, type: 'AAAA' }]
  const looks = addressLooks(f, input, f.doh.addresses)
  if (kind === 'tls-unread') looks.push({ kind: 'calibration' })
  // The layer can only be told with an address to compare with.
  const comparable = looks.some((l) => l.kind === 'address')
  if (!kind || kind === 'dns' || !comparable || isAddress(f.host)) return looks
  const sightless = f.browser === 'chromium' || kind === 'timeout' || f.name === 'apart'
  if (f.scheme === 'https' && sightless && hasOrdinaryPort(f.subject) && f.plain === null) {
    looks.push(companion('plain-http', `http://${f.host}/`))
  }
  // Nobody serves 8443 and 443 and drops the one: refused at once, DNS and the path are fine.
  if (kind === 'timeout') looks.push(companion('closed-port', `https://${f.host}:8443/`))
  return looks
}

function thirdRound(f: Facts, input: PlanInput): Look[] {
  const looks: Look[] = []
  // Addresses that only AAAA brought.
  if (f.probes.length === 0) looks.push(...addressLooks(f, input, f.doh.addresses))
  const alive = f.probes.some((p) => p.answered)
  if (f.name === 'apart' && alive && f.trouble) {
    const there = f.shown.filter((a) => !isBogon(a) && !f.doh.addresses.includes(a))
    looks.push(...addressLooks(f, input, there, 'https').slice(0, 1))
    if (f.browser === 'firefox') looks.push({ kind: 'calibration' })
  }
  const hanging = f.browser === 'chromium' && f.trouble?.kind === 'timeout' && alive && f.link !== 'degraded'
  // Over TLS nothing else tells a swallowed hello from a stuck site; plain HTTP has no limit to run into, so
  // there it can only show a silent resolver.
  const open = f.scheme === 'https' || (!f.closedPortAnswers && f.overHttps === null)
  if (hanging && open && f.name !== 'elsewhere' && f.name !== 'bogon') {
    looks.push({ kind: 'page', role: 'patient', url: f.subject, timeoutMs: PATIENT_TIMEOUT_MS })
  }
  return looks
}
