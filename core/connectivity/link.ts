import { isLocalFailure } from '../model/failure.ts'
import type { ReferenceObservation } from '../model/observation.ts'
import type { Connectivity } from '../model/status.ts'

/** Beyond this our clock makes good certificates look expired: their shortest lives are counted in days. */
export const CLOCK_TOLERANCE_MS = 24 * 60 * 60 * 1000

/** An ad blocker or a policy that stops a reference says nothing of the link; a lost link does. */
const LINK_FAILURES = new Set(['local.offline', 'local.network_changed', 'local.suspended', 'local.proxy'])

/** Looks that say anything of the link. */
export const tells = ({ failure }: ReferenceObservation): boolean =>
  !failure || !isLocalFailure(failure.code) || LINK_FAILURES.has(failure.code)

/** The latest of them at each reference. */
function usable(references: readonly ReferenceObservation[]): ReferenceObservation[] {
  const latest = new Map<string, ReferenceObservation>()
  for (const reference of references) {
    const known = latest.get(reference.url)
    if (!known || reference.at >= known.at) latest.set(reference.url, reference)
  }
  return [...latest.values()].filter(tells)
}

/** Whether these references can speak of the link at all. */
export function tellsLink(references: readonly ReferenceObservation[]): boolean {
  return usable(references).length > 0
}

export type Clock = 'right' | 'wrong' | 'unknown'

export function clockOf(references: readonly ReferenceObservation[]): Clock {
  const skew = clockSkew(references)
  if (skew === null) return 'unknown'
  return Math.abs(skew) > CLOCK_TOLERANCE_MS ? 'wrong' : 'right'
}

/**
 * Whether the server answered at all under a certificate we trust. A date error under a wrong clock is our own
 * clock's fault; Firefox reports it as a sentence, so with a wrong clock any TLS complaint is taken for it.
 */
export function answered({ failure, ok, status }: ReferenceObservation, clock: Clock): boolean {
  if (!failure) return ok || status !== null
  if (failure.code === 'tls.cert.date_invalid') return clock !== 'right'
  return failure.code === 'tls.failed' && clock === 'wrong'
}

const HUNG_UP = new Set(['tcp.refused', 'tcp.reset', 'tcp.closed'])

/**
 * It failed, but something came back: the link carries, slowly or patchily, or somebody meddles. Firefox shows the same
 * stages for a dropped SYN as for a dropped hello, and for a request sent into a connection kept open over an outage:
 * only a connection opened for this very look took any time.
 */
function showedLife({ failure, timing }: ReferenceObservation): boolean {
  if (!failure) return false
  const { code, stage } = failure
  const opened = (timing.connect ?? 0) + (timing.tls ?? 0) > 0
  return stage === 'body' || opened || HUNG_UP.has(code) || /^(tls|http)\./.test(code)
}

/** From this share of failed looks on, one more failure says nothing of the site that met it. */
const FLAKY_SHARE = 0.3

/**
 * The share of looks that failed, older ones too: one good refresh does not mend a flaky line. A group of which nothing
 * answers, and a round in which nothing does, is an outage and no flakiness: left out.
 */
function isFlaky(references: readonly ReferenceObservation[], clock: Clock): boolean {
  const rounds = new Map<string, ReferenceObservation[]>()
  const asked = new Map<string, number>()
  for (const reference of references.filter(tells).sort((a, b) => a.at - b.at)) {
    const round = asked.get(reference.url) ?? 0
    asked.set(reference.url, round + 1)
    const key = `${round} ${reference.group}`
    rounds.set(key, [...(rounds.get(key) ?? []), reference])
  }
  const mixed = [...rounds.values()].filter((round) => round.some((r) => answered(r, clock))).flat()
  const failures = mixed.filter((r) => !answered(r, clock)).length
  return mixed.length > 0 && failures / mixed.length >= FLAKY_SHARE
}

/**
 * The state of the user's own link, told by hosts nobody is expected to block. First match decides:
 *
 *   portal check altered, and no sign of a free way out           -> portal
 *   nothing answers, and nothing shows life                       -> offline
 *   nothing answers                                               -> degraded
 *   in-country answers (2 or all of them), foreign silent         -> national-only
 *   half of the foreign ones or more do not answer                -> degraded
 *   3 of 10 looks failed, all looks counted                       -> degraded
 *   else                                                          -> online
 *
 * What nobody looked at is unobserved, never offline: without references the answer is 'online'.
 */
export function linkState(references: readonly ReferenceObservation[]): Connectivity {
  const seen = usable(references)
  if (seen.length === 0) return 'online'
  const clock = clockOf(seen)
  const group = (name: ReferenceObservation['group']) => seen.filter((r) => r.group === name)
  const answers = (list: ReferenceObservation[]) => list.filter((r) => answered(r, clock))
  const foreign = group('foreign')
  const inCountry = group('in-country')
  const portal = group('portal')
  const foreignUp = answers(foreign).length
  const inCountryUp = answers(inCountry).length
  const portalUp = portal.filter((r) => r.ok && !r.altered).length

  // One check altered while another is whole and the world answers is a changed page, not a portal.
  const altered = portal.some((r) => r.altered)
  if (altered && !(portalUp > 0 && foreignUp > 0)) return 'portal'
  if (foreignUp + inCountryUp + portalUp === 0) return seen.some(showedLife) ? 'degraded' : 'offline'
  if (foreign.length > 0 && foreignUp === 0) {
    const enough = inCountryUp >= 2 || (inCountryUp > 0 && inCountryUp === inCountry.length)
    return enough && portalUp === 0 && !foreign.some(showedLife) ? 'national-only' : 'degraded'
  }
  if (foreign.length > 0 && foreign.length - foreignUp >= foreign.length / 2) return 'degraded'
  return isFlaky(references, clock) ? 'degraded' : 'online'
}

/** Server time minus ours, ms: the median of what the references' Date headers say; null when none said. */
export function clockSkew(references: readonly ReferenceObservation[]): number | null {
  const skews = references
    .flatMap((r) => (r.clockSkewMs === null ? [] : [r.clockSkewMs]))
    .sort((a, b) => a - b)
  const low = skews[Math.floor((skews.length - 1) / 2)]
  const high = skews[Math.floor(skews.length / 2)]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

/**
 * Every reference came under a root that is not built into the browser: antivirus or company inspection on
 * this machine or network, not something done to one site. Only Firefox can see it.
 */
export function foreignRoots(references: readonly ReferenceObservation[]): boolean {
  const known = references.filter((r) => r.builtInRoot !== null)
  return known.length > 0 && known.every((r) => r.builtInRoot === false)
}

/** Half or more of the https references answered under certificates nobody trusts. */
export function referencesUntrusted(references: readonly ReferenceObservation[]): boolean {
  const secure = usable(references).filter((r) => r.url.startsWith('https:'))
  const untrusted = secure.filter(
    ({ failure }) => failure?.code === 'tls.cert.authority_invalid' || failure?.code === 'tls.failed',
  )
  return untrusted.length > 0 && untrusted.length >= secure.length / 2
}

/** Fewer hosts at one address may share it by chance, or by a CDN. */
const PROXY_HOSTS = 3

/**
 * The reference hosts were all reached through a proxy: the browser says so, or hosts that have nothing to do with
 * each other all answered from one address. What is measured then is the proxy's network.
 */
export function viaProxy(references: readonly ReferenceObservation[]): boolean {
  const answering = usable(references).filter((r) => r.failure === null)
  const told = answering.filter((r) => r.proxied !== null)
  if (told.length > 0) return told.every((r) => r.proxied === true)
  const shown = answering.filter((r) => r.ip !== null && r.ip !== '')
  return shown.length >= PROXY_HOSTS && new Set(shown.map((r) => r.ip)).size === 1
}
