import {
  CLOCK_TOLERANCE_MS,
  clockSkew,
  foreignRoots,
  linkState,
  referencesUntrusted,
  tellsLink,
} from '../../connectivity/link.ts'
import type { FailureCode, Stage } from '../../model/failure.ts'
import type {
  Observation,
  PageObservation,
  SkippedObservation,
  SystemDnsObservation,
} from '../../model/observation.ts'
import type { Connectivity } from '../../model/status.ts'
import { isAddress } from '../../net/address.ts'
import { hostOf, sameUrl, schemeOf } from '../../net/url.ts'
import type { JudgeInput } from '../judge.ts'
import { type Answer, answerOf, type PlainSight, plainSight, type Stray, strayOf, twinOf } from './answer.ts'
import { type DohConsensus, dohConsensus } from './doh-consensus.ts'
import { type FailureKind, failureKind, resolveCode } from './failure-kind.ts'
import { type NameView, nameView, patientEnd, shownAddresses } from './name-view.ts'
import { type Probe, probesOf } from './probes.ts'

/** The failure by name that is to be explained. */
export interface Trouble {
  kind: FailureKind
  code: FailureCode
  stage: Stage | null
  raw: string
  url: string
  page: PageObservation
}

/** Everything the rules look at: the observations of one look, digested once. */
export interface Facts {
  url: string
  browser: 'chromium' | 'firefox'
  allSites: boolean
  /** The complete answer that speaks for the target: an authentic and fresh one beats any other. */
  answer: Answer | null
  /** Set only when no look by name was answered. */
  trouble: Trouble | null
  /** The first plain-HTTP redirect off the site, in the look that speaks for the target. */
  stray: Stray | null
  /** URL the trouble or the unprotected answer belongs to, its host and scheme. */
  subject: string
  host: string
  scheme: 'http' | 'https'
  /** `subject` when it is a redirect hop and not the target itself. */
  hop: string | null
  /** The same was seen at least twice within this look. */
  repeated: boolean
  skipped: SkippedObservation['reason'] | null
  /** A failure made on this device, in any look that counts. */
  local: FailureCode | null
  /** null when no reference host told. */
  link: Connectivity | null
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
  patient: { kind: FailureKind; ms: number } | null
  /** The https twin of a plain-HTTP target, when it answered under a trusted certificate. */
  overHttps: Answer | null
}

const BY_NAME = new Set(['target', 'repeat', 'patient'])
/** These make every look of the moment worthless, whichever of them met it. */
const WORLD_MOVED = new Set<FailureCode>(['local.network_changed', 'local.suspended', 'local.offline'])

export function factsOf(input: JudgeInput): Facts {
  const { browser } = input
  const of = <K extends Observation['kind']>(kind: K) =>
    input.observations.filter((o): o is Extract<Observation, { kind: K }> => o.kind === kind)
  const pages = of('page')
  const looks = pages.filter((p) => BY_NAME.has(p.role))
  const calibration = of('calibration').flatMap((c) => c.entries)
  const kindOf = (page: PageObservation): FailureKind =>
    page.failure ? failureKind(page.failure, calibration, browser, page.response !== null) : 'unknown'

  const answer = bestAnswer(looks, pages)
  const page = answer?.page ?? looks.find((p) => p.role === 'target') ?? looks[0] ?? null
  const trouble = answer ? null : troubleOf(page, kindOf, calibration)
  const stray = page ? strayOf(page, pages) : null
  // What fails at a bare address that a plain redirect pointed to is not the site.
  const failed = stray?.toAddress ? stray.from.url : trouble?.url
  const subject = answer?.plainUrl ?? answer?.response.url ?? failed ?? input.url
  const host = hostOf(subject)
  const scheme = schemeOf(subject) ?? 'https'

  const references = of('reference')
  const doh = dohConsensus(of('doh'), host)
  const system = of('system-dns').findLast((o) => o.name.toLowerCase() === host) ?? null
  const probes = probesOf(of('address'), host, scheme, calibration, browser)
  const plain = plainSight(
    pages.filter((p) => p.role !== 'over-https' && p.role !== 'closed-port'),
    host,
  )
  const patient = patientEnd(pages, kindOf)
  const closedPortAnswers = pages.some((p) => p.role === 'closed-port' && portAnswered(p, kindOf(p)))
  const twin = twinOf(stray?.from.url ?? subject, pages)
  const overHttps = twin ? answerOf(twin, pages) : null
  return {
    url: input.url,
    browser,
    allSites: input.allSites,
    answer,
    trouble,
    stray,
    subject,
    host,
    scheme,
    hop: page && !sameUrl(subject, page.url) ? subject : null,
    repeated: isRepeated(looks, answer, trouble, kindOf, browser),
    skipped: of('skipped').at(-1)?.reason ?? null,
    local: localFailure(pages, looks),
    link: tellsLink(references) ? linkState(references) : null,
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
          beforeTcp:
            trouble !== null &&
            (trouble.stage === null || trouble.stage === 'dns' || trouble.stage === 'connect'),
          failedAfterMs: trouble?.page.ms ?? 0,
          doh,
          system,
          plain,
          patient,
          closedPortAnswers,
          probes: probesOf(of('address'), host, 'https', calibration, browser).concat(
            probesOf(of('address'), host, 'http', calibration, browser),
          ),
        }),
    shown: shownAddresses(system, plain),
    plain,
    closedPortAnswers,
    patient,
    overHttps: overHttps?.authentic ? overHttps : null,
  }
}

/** Authentic before not, under a known root, fresh, less like a block page before more; the later of equals. */
function bestAnswer(looks: readonly PageObservation[], pages: readonly PageObservation[]): Answer | null {
  const rank = (a: Answer) =>
    (a.authentic ? 1000 : 0) +
    (a.response.security?.builtInRoot === false ? 0 : 200) +
    (a.fresh ? 100 : 0) -
    a.score
  let best: Answer | null = null
  for (const look of looks) {
    const answer = answerOf(look, pages)
    if (answer && (!best || rank(answer) >= rank(best))) best = answer
  }
  return best
}

function troubleOf(
  page: PageObservation | null,
  kindOf: (page: PageObservation) => FailureKind,
  calibration: Parameters<typeof resolveCode>[1],
): Trouble | null {
  if (!page) return null
  const failure = page.failure
  // Neither an answer nor a failure: whoever wrote this was cut short.
  if (!failure) return { kind: 'unknown', code: 'unknown', stage: null, raw: '', url: page.url, page }
  const { raw, stage } = failure
  return { kind: kindOf(page), code: resolveCode(failure, calibration), stage, raw, url: failure.url, page }
}

function portAnswered(page: PageObservation, kind: FailureKind): boolean {
  return (
    page.response !== null || !['dns', 'timeout', 'unreachable', 'local', 'proxy', 'unknown'].includes(kind)
  )
}

function isRepeated(
  looks: readonly PageObservation[],
  answer: Answer | null,
  trouble: Trouble | null,
  kindOf: (page: PageObservation) => FailureKind,
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
  return looks.filter((p) => p.failure && kindOf(p) === trouble.kind).length > 1
}

function localFailure(
  pages: readonly PageObservation[],
  looks: readonly PageObservation[],
): FailureCode | null {
  const moved = pages.find((p) => p.failure && WORLD_MOVED.has(p.failure.code))
  if (moved?.failure) return moved.failure.code
  const first = looks.find((p) => p.role === 'target') ?? looks[0]
  const code = first?.failure?.code
  return code && (code.startsWith('local.') || code === 'abandoned') ? code : null
}

function clockOf(references: Parameters<typeof clockSkew>[0]): Facts['clock'] {
  const skew = clockSkew(references)
  if (skew !== null) return Math.abs(skew) > CLOCK_TOLERANCE_MS ? 'wrong' : 'right'
  // Certificates were found good: so is the clock, near enough.
  return references.some((r) => r.ok && r.url.startsWith('https:')) ? 'right' : 'unknown'
}
