import {
  CLOCK_TOLERANCE_MS,
  clockSkew,
  foreignRoots,
  linkState,
  referencesUntrusted,
  tellsLink,
  viaProxy,
} from '../../connectivity/link.ts'
import type { FailureCode } from '../../model/failure.ts'
import type { Observation, SkippedObservation, SystemDnsObservation } from '../../model/observation.ts'
import type { Connectivity } from '../../model/status.ts'
import { isAddress } from '../../net/address.ts'
import { hostOf, portOf, sameUrl, schemeOf } from '../../net/url.ts'
import type { JudgeInput } from '../judge.ts'
import { type Answer, answerOf, type PlainSight, plainSight, type Stray, strayOf, twinOf } from './answer.ts'
import { type ControlView, controlView } from './control.ts'
import { type DohConsensus, dohConsensus, orOutside } from './doh-consensus.ts'
import { failureKind } from './failure-kind.ts'
import { type Fingerprints, fingerprints, notBlockPages } from './fingerprints.ts'
import { type HomeFilter, homeFilter } from './home-filter.ts'
import {
  bestAnswer,
  isRepeated,
  type KindOf,
  localFailure,
  looksByName,
  type Patience,
  patientEnd,
  portAnswered,
  quietest,
  type Trouble,
  tellingFailure,
  troubleOf,
} from './looks.ts'
import { type NameView, nameView, shownAddresses } from './name-view.ts'
import { type Pace, paceOf } from './pace.ts'
import { type Probe, probesOf } from './probes.ts'

/** Everything the rules look at: the observations of one look, digested once. */
export interface Facts {
  url: string
  browser: 'chromium' | 'firefox'
  allSites: boolean
  /** The complete answer that speaks for the target: an authentic and fresh one beats any other. */
  answer: Answer | null
  /** Set only when no look by name was answered. */
  trouble: Trouble | null
  /** The page came on a connection that was open already; one of the name's own, made now, failed: that is the trouble. */
  ownConnectionFailed: boolean
  /** And here it was answered. */
  ownConnectionAnswered: boolean
  /** The first plain-HTTP redirect off the site, in the look that speaks for the target. */
  stray: Stray | null
  /** URL the trouble or the unprotected answer belongs to, its host and scheme. */
  subject: string
  host: string
  scheme: 'http' | 'https'
  /** Its port, where that is not the scheme's own. */
  oddPort: number | null
  /** `subject` when it is a redirect hop and not the target itself. */
  hop: string | null
  /** The same was seen at least twice within this look. */
  repeated: boolean
  skipped: SkippedObservation['reason'] | null
  /** A failure made on this device, in any look that counts. */
  local: FailureCode | null
  /** null when no reference host told. */
  link: Connectivity | null
  viaProxy: boolean
  foreignRoots: boolean
  /** The foreign roots the reference hosts are seen under. */
  referenceRoots: ReadonlySet<string>
  referencesUntrusted: boolean
  clock: 'right' | 'wrong' | 'unknown'
  doh: DohConsensus
  system: SystemDnsObservation | null
  probes: readonly Probe[]
  name: NameView
  /** Addresses the name led to, as far as shown. */
  shown: readonly string[]
  plain: PlainSight | null
  /** A closed port of the name answered (refused counts): DNS and the path to the address work. */
  closedPortAnswers: boolean
  /** Another port of the name answered in any way: the address is not shut, at most one port of it. */
  otherPortAnswers: boolean
  /** Two other ports of the name were asked and neither answered: no port of the address does. */
  otherPortsSilent: boolean
  patient: Patience | null
  /** The longest silence at the end of a look that stopped early in its body, ms; null when it is not told. */
  quietMs: number | null
  /** The https twin of a plain-HTTP target, when it answered under a trusted certificate. */
  overHttps: Answer | null
  /** The outside view; null when nobody was asked or nobody could tell. */
  control: ControlView | null
  pace: Pace
  homeFilter: HomeFilter
  fingerprints: Fingerprints
}

export function factsOf(input: JudgeInput): Facts {
  const { browser } = input
  const of = <K extends Observation['kind']>(kind: K) =>
    input.observations.filter((o): o is Extract<Observation, { kind: K }> => o.kind === kind)
  const pages = of('page')
  const handshakes = of('handshake')
  const calibration = of('calibration').flatMap((c) => c.entries)
  const kindOf: KindOf = (page) =>
    page.failure ? failureKind(page.failure, calibration, browser, page.response !== null) : 'unknown'

  const { looks, vouched, ownConnectionFailed } = looksByName(pages, handshakes)
  const answer = bestAnswer(looks, pages, { vouched, cleared: notBlockPages(of('fingerprint')) })
  const page = answer?.page ?? tellingFailure(looks, kindOf)
  const trouble = answer ? null : troubleOf(page, kindOf, calibration)
  const stray = page ? strayOf(page, pages) : null
  // What fails at a bare address that a plain redirect pointed to is not the site.
  const failed = stray?.toAddress ? stray.from.url : trouble?.url
  const subject = answer?.plainUrl ?? answer?.response.url ?? failed ?? input.url
  const host = hostOf(subject)
  const scheme = schemeOf(subject) ?? 'https'
  const oddPort = portOf(subject)

  const references = of('reference')
  const control = controlView(of('control'), input.url, host)
  const doh = orOutside(dohConsensus(of('doh'), host), control)
  const system = of('system-dns').findLast((o) => o.name.toLowerCase() === host) ?? null
  const nameSaidAt = Math.min(...[...pages, ...handshakes].map((o) => o.at))
  const probesOver = (over: 'http' | 'https') =>
    probesOf(of('address'), host, over, calibration, browser, nameSaidAt).filter(
      (p) => p.port === (over === scheme ? oddPort : null),
    )
  const probes = withoutDeadIpv6(probesOver(scheme), browser)
  const plain = plainSight(
    pages.filter((p) => p.role !== 'over-https' && p.role !== 'closed-port'),
    host,
  )
  const patient = patientEnd(pages, kindOf)
  const closedPort = pages.filter((p) => p.role === 'closed-port' && hostOf(p.url) === host)
  const answers = (p: (typeof pages)[number]) => portAnswered(p, kindOf(p))
  const closedPortAnswers = closedPort.some(answers)
  const otherRole = scheme === 'https' ? 'plain-http' : 'over-https'
  const otherPort = pages.filter((p) => p.role === otherRole && hostOf(p.url) === host)
  const otherPortAnswers =
    [...closedPort, ...otherPort].some(answers) || (scheme === 'https' && plain !== null)
  const turnedAway = (p: (typeof pages)[number]) => ['refused', 'unreachable', 'timeout'].includes(kindOf(p))
  const twin = twinOf(stray?.from.url ?? subject, pages)
  const overHttps = twin ? answerOf(twin, pages) : null
  return {
    url: input.url,
    browser,
    allSites: input.allSites,
    answer,
    trouble,
    ownConnectionFailed,
    ownConnectionAnswered: vouched,
    stray,
    subject,
    host,
    scheme,
    oddPort,
    hop: page && !sameUrl(subject, ownConnectionFailed ? input.url : page.url) ? subject : null,
    repeated: isRepeated(looks, answer, trouble, kindOf, browser),
    skipped: of('skipped').at(-1)?.reason ?? null,
    local: localFailure(pages, looks),
    link: tellsLink(references) ? linkState(references) : null,
    viaProxy: answer?.response.proxied === true || viaProxy(references),
    foreignRoots: foreignRoots(references),
    referenceRoots: new Set(references.flatMap((r) => (r.builtInRoot === false && r.root ? [r.root] : []))),
    referencesUntrusted: referencesUntrusted(references),
    clock: clockOf(references),
    doh,
    system,
    probes,
    name: isAddress(host)
      ? 'right'
      : nameView({
          browser,
          kind: trouble?.kind ?? 'unknown',
          // Firefox words a dropped SYN and a dropped hello alike (seen in the lab): only a request sent is past both.
          beforeTcp: trouble !== null && trouble.stage !== 'request' && trouble.stage !== 'body',
          failedAfterMs: trouble?.page.ms ?? 0,
          doh,
          system,
          plain,
          patient,
          closedPortAnswers,
          probes: [...probesOver('https'), ...probesOver('http')],
        }),
    shown: shownAddresses(system, plain),
    plain,
    closedPortAnswers,
    otherPortAnswers,
    otherPortsSilent:
      otherPort.length > 0 &&
      otherPort.every(turnedAway) &&
      (closedPort.length > 0 || trouble?.kind !== 'timeout') &&
      closedPort.every((p) => kindOf(p) === 'timeout'),
    patient,
    quietMs: quietest(looks),
    overHttps: overHttps?.authentic ? overHttps : null,
    control,
    pace: paceOf({ looks, handshakes, references, probes, transfers: of('transfer') }),
    homeFilter: homeFilter(
      of('canary'),
      (canary) => (canary.failure ? failureKind(canary.failure, calibration, browser, false) : null),
      { kind: trouble?.kind ?? 'unknown', system },
    ),
    fingerprints: fingerprints(of('fingerprint'), input.country ?? ''),
  }
}

/**
 * Chromium tries IPv4 beside IPv6 (Happy Eyeballs, RFC 8305), so a dead IPv6 address explains none of its failures:
 * most likely our own line has no IPv6 (https://github.com/ooni/probe/issues/2284). Firefox may stay on it.
 */
function withoutDeadIpv6(probes: Probe[], browser: 'chromium' | 'firefox'): Probe[] {
  const isSix = (p: Probe) => p.address.includes(':')
  if (browser === 'firefox' || probes.every(isSix)) return probes
  return probes.filter((p) => p.answered || !isSix(p))
}

function clockOf(references: Parameters<typeof clockSkew>[0]): Facts['clock'] {
  const skew = clockSkew(references)
  if (skew !== null) return Math.abs(skew) > CLOCK_TOLERANCE_MS ? 'wrong' : 'right'
  // Certificates were found good: so is the clock, near enough.
  return references.some((r) => r.ok && r.url.startsWith('https:')) ? 'right' : 'unknown'
}
