import { isAddress, isBogon } from '../../net/address.ts'
import { schemeOf } from '../../net/url.ts'
import { SUSPICIOUS_SCORE } from '../facts/block-page.ts'
import type { Facts } from '../facts/facts.ts'
import { leadsElsewhere, saysOtherwise } from '../facts/twin.ts'
import type { PlanInput } from '../plan.ts'
import { type Look, PAGE_TIMEOUT_MS, PATIENT_TIMEOUT_MS, PROBE_TIMEOUT_MS } from './look.ts'
import {
  neverLookedUp,
  onKeptConnection,
  onOldConnection,
  type Situation,
  saysNo,
  slow,
  slowHandshake,
  stalled,
  underForeignRoot,
} from './situation.ts'

/** One line of the table: what is looked at, and when that can tell something. */
interface Want {
  what: string
  /** Asked already while the first look is still waited for. */
  early?: true
  when: (s: Situation) => boolean
  looks: (s: Situation) => Look[]
}

const MAX_ADDRESSES = 3
/** Ports that nobody is expected to serve; the second where the target is at the first. */
const CLOSED_PORTS = [8443, 4443]
/** Resolvers slower than this leave no time to wait for the addresses they gave. */
const QUICK_MS = 2_000
const NOT_THE_NETWORK = new Set(['body', 'http', 'redirect-loop', 'proxy', 'unknown', 'expired'])
const SETTLED = new Set(['local', 'client-cert'])
const DOWN_LINKS = new Set(['offline', 'portal', 'national-only'])

const kindOf = (s: Situation) => s.f.trouble?.kind ?? null
const isKind = (s: Situation, ...kinds: string[]) => kinds.includes(kindOf(s) ?? '')
const failed = ({ f }: Situation) => f.trouble !== null && f.local === null && !SETTLED.has(f.trouble.kind)
const isName = ({ f }: Situation) => f.host !== '' && !isAddress(f.host)
const carries = ({ f }: Situation) => !DOWN_LINKS.has(f.link ?? '')
/** Of the scheme's own port only the other scheme's is known. */
const hasOrdinaryPort = (url: string): boolean => URL.canParse(url) && new URL(url).port === ''
const alive = ({ f }: Situation) => f.probes.some((p) => p.answered)
const anyPending = (s: Situation, ...kinds: Look['kind'][]) =>
  s.input.pending.some((look) => kinds.includes(look.kind))
const companion = (role: 'plain-http' | 'closed-port' | 'over-https', url: string): Look => ({
  kind: 'page',
  role,
  url,
  timeoutMs: PROBE_TIMEOUT_MS,
})

/** An answer nothing protects that may be somebody else's. */
const isDoubtful = ({ f }: Situation): boolean =>
  f.answer !== null &&
  !f.answer.authentic &&
  (f.answer.score > 0 || f.stray !== null || [403, 451].includes(f.answer.response.status))

function overHttps({ f }: Situation): Look[] {
  const url = f.stray?.from.url ?? f.subject
  if (schemeOf(url) !== 'http' || !hasOrdinaryPort(url) || isAddress(f.host)) return []
  return [companion('over-https', url.replace(/^http:/, 'https:'))]
}

function deniedByTwin({ f }: Situation): boolean {
  if (!f.answer || !f.overHttps) return false
  return f.stray ? leadsElsewhere(f.stray.to, f.overHttps) : saysOtherwise(f.answer, f.overHttps)
}

/** Nothing says "blocked" yet: one request under the site's certificate settles most of these. */
const isMild = (s: Situation): boolean =>
  (s.f.answer?.score ?? 0) < SUSPICIOUS_SCORE && s.f.stray?.toAddress !== true && overHttps(s).length > 0

/** The whole diagnosis is called for. */
const isSerious = (s: Situation): boolean => failed(s) || (isDoubtful(s) && (!isMild(s) || deniedByTwin(s)))
const network = (s: Situation): boolean => isSerious(s) && !NOT_THE_NETWORK.has(kindOf(s) ?? '')

export function addressLooks(
  f: Facts,
  input: PlanInput,
  addresses: readonly string[],
  scheme = f.scheme,
  via: 'literal' | 'neutral' = 'literal',
): Look[] {
  if (!input.allSites) return []
  const port = scheme === f.scheme && f.oddPort !== null ? { port: f.oddPort } : {}
  const six = addresses.filter((a) => a.includes(':'))
  const four = addresses.filter((a) => !a.includes(':')).slice(0, six.length > 0 ? 2 : MAX_ADDRESSES)
  return [...four, ...six].slice(0, MAX_ADDRESSES).map((address) => ({
    kind: 'address',
    name: f.host,
    address,
    scheme,
    ...port,
    via,
    timeoutMs: PROBE_TIMEOUT_MS,
  }))
}

const resolverLooks = ({ f }: Situation, type: 'A' | 'AAAA'): Look[] => [{ kind: 'doh', name: f.host, type }]
/** The resolvers have said what they know, or were not to be asked. */
const resolved = (s: Situation) =>
  !s.input.secondOpinions ||
  !s.input.allSites ||
  !isName(s) ||
  (!anyPending(s, 'doh') &&
    (s.f.doh.state !== 'unasked' || resolverLooks(s, 'A').every(s.isSeen) || !network(s)))

/** Addresses that stayed silent without a name, or went silent once it was said: a server may insist on a name. */
const nameless = ({ f }: Situation): string[] =>
  f.probes
    .filter(
      (p) => (!p.answered && (p.kind === 'timeout' || p.kind === 'cut')) || (p.answered && !p.answeredAfter),
    )
    .map((p) => p.address)

/** Where the name led, when no resolver gives that address and a true one answers. */
const shownApart = (s: Situation): Look[] =>
  s.f.name === 'apart' && alive(s) && s.f.trouble
    ? addressLooks(
        s.f,
        s.input,
        s.f.shown.filter((a) => !isBogon(a) && !s.f.doh.addresses.includes(a)),
        'https',
      ).slice(0, 1)
    : []

/** A silence is looked at again only when it is known what there is to learn, and that our own link is not it. */
const readyForSilence = (s: Situation): boolean => {
  if (!isKind(s, 'timeout') || anyPending(s, 'references', 'doh')) return false
  const slowest = s.input.observations.reduce(
    (most, o) => (o.kind === 'doh' ? Math.max(most, o.ms) : most),
    0,
  )
  return alive(s) || slowest > QUICK_MS || !s.input.pending.some((l) => l.kind === 'address')
}
/**
 * Left to the browser's own limits, a silence gets the name of its layer (a resolver's after 10 to 26 s, a handshake's
 * after 30 s). There is nothing to learn where every address is known to be dead, where it is known to hang in
 * HTTP, or where the name led astray.
 */
const patienceTells = ({ f, input }: Situation): boolean => {
  const silent = f.probes.length > 0 && !f.probes.some((p) => p.answered)
  // Where another port of it answers, only the browser's limits tell a dead port from one that the name shut.
  const portMayBeShut = f.browser === 'chromium' && f.scheme === 'https' && f.otherPortAnswers
  const dead = silent && !portMayBeShut
  const open = f.scheme === 'https' || (!f.closedPortAnswers && f.overHttps === null)
  const shown = f.browser === 'firefox' && f.trouble?.stage !== null
  const astray = f.name === 'elsewhere' || f.name === 'bogon' || f.name === 'silent' || f.name === 'no-name'
  return input.allSites && !dead && open && !shown && !astray && f.link !== 'degraded'
}

const page = (s: Situation, role: 'repeat' | 'patient'): Look => ({
  kind: 'page',
  role,
  url: s.f.url,
  timeoutMs: role === 'patient' ? PATIENT_TIMEOUT_MS : PAGE_TIMEOUT_MS,
})

/** Read it as a list: what is looked at, and when. Each look is made once, whichever lines ask for it. */
export const WANTS: readonly Want[] = [
  {
    what: 'our own link',
    early: true,
    when: (s) => isSerious(s) || underForeignRoot(s) || neverLookedUp(s) || slow(s),
    // Roots and proxies are the same for the whole sweep: a healthy target pays nothing for what is known of them.
    looks: (s) => [isSerious(s) || slow(s) ? { kind: 'references' } : { kind: 'references', known: true }],
  },
  {
    what: 'what encrypted resolvers say',
    early: true,
    when: (s) => s.input.secondOpinions && isName(s) && (isSerious(s) || slowHandshake(s)),
    looks: (s) => resolverLooks(s, 'A'),
  },
  {
    // Every address is looked at singly before a silence is believed: Firefox stays on a dead one.
    what: 'the other address family',
    early: true,
    when: (s) =>
      s.input.secondOpinions &&
      isName(s) &&
      isSerious(s) &&
      (isKind(s, 'timeout', 'unreachable') || s.f.doh.state === 'empty'),
    looks: (s) => resolverLooks(s, 'AAAA'),
  },
  {
    what: "what the operator's resolver says (Firefox)",
    early: true,
    when: (s) => s.f.browser === 'firefox' && isName(s) && isSerious(s),
    looks: (s) => [{ kind: 'system-dns', name: s.f.host }],
  },
  {
    what: 'the same over HTTPS',
    when: (s) => (isDoubtful(s) || failed(s)) && carries(s),
    looks: overHttps,
  },
  {
    what: 'the outside view',
    early: true,
    when: (s) =>
      s.input.control &&
      s.input.secondOpinions &&
      carries(s) &&
      (isSerious(s) || saysNo(s) || isDoubtful(s) || slow(s)) &&
      resolved(s),
    looks: ({ f }) => {
      const seen = [...f.doh.addresses, ...f.shown, ...(f.answer?.response.ip ? [f.answer.response.ip] : [])]
      return [
        { kind: 'control', url: f.url, addresses: [...new Set(seen)].filter((a) => !isBogon(a)).slice(0, 4) },
      ]
    },
  },
  {
    // The outside view was had before it was known that a hop fails, so of that hop it tells nothing. No more of the
    // hop's URL than its host is told.
    what: 'the outside view of a hop',
    when: (s) =>
      s.input.control &&
      s.input.secondOpinions &&
      carries(s) &&
      network(s) &&
      s.f.hop !== null &&
      resolved(s) &&
      s.f.control !== null &&
      s.f.control.dns === 'unknown' &&
      !s.f.doh.addresses.some((a) => s.f.control?.tcp(a) != null),
    looks: ({ f }) =>
      URL.canParse(f.subject)
        ? [
            {
              kind: 'control',
              url: `${new URL(f.subject).origin}/`,
              addresses: f.doh.addresses.filter((a) => !isBogon(a)).slice(0, 4),
            },
          ]
        : [],
  },
  {
    what: 'the addresses without the name',
    early: true,
    when: (s) => (network(s) || slowHandshake(s)) && carries(s),
    looks: (s) => addressLooks(s.f, s.input, s.f.doh.addresses),
  },
  {
    what: 'the address that only this network gives',
    when: (s) => network(s) && carries(s),
    looks: shownApart,
  },
  {
    what: 'silent addresses under a neutral name',
    early: true,
    when: (s) => s.input.secondOpinions && network(s) && carries(s) && isKind(s, 'timeout', 'cut', 'refused'),
    looks: (s) => addressLooks(s.f, s.input, nameless(s), s.f.scheme, 'neutral').slice(0, 2),
  },
  {
    what: "this browser's words for certificate failures (Firefox)",
    when: (s) =>
      s.f.browser === 'firefox' && carries(s) && (isKind(s, 'tls-unread') || shownApart(s).length > 0),
    looks: () => [{ kind: 'calibration' }],
  },
  {
    what: 'the plain door, which shows where the name leads',
    early: true,
    when: (s) =>
      failed(s) &&
      network(s) &&
      carries(s) &&
      s.input.allSites &&
      isName(s) &&
      s.f.scheme === 'https' &&
      s.f.plain === null &&
      !isKind(s, 'dns') &&
      (s.f.browser === 'chromium' || isKind(s, 'timeout') || s.f.name === 'apart'),
    looks: ({ f }) => [companion('plain-http', `http://${f.host}/`)],
  },
  {
    // Nobody serves 8443 and 443 and drops the one: refused at once, DNS and the path are fine. After a cut it
    // tells a filter that shuts one port from one that shuts the address.
    what: 'a closed port of the name',
    early: true,
    when: (s) =>
      s.input.allSites &&
      isName(s) &&
      carries(s) &&
      (isKind(s, 'timeout') || (isKind(s, 'cut') && s.f.probes.some((p) => !p.answered))),
    looks: ({ f }) => [
      companion('closed-port', `https://${f.host}:${CLOSED_PORTS.find((port) => port !== f.oddPort)}/`),
    ],
  },
  {
    what: 'the same again, until the browser itself gives up',
    when: (s) => failed(s) && carries(s) && readyForSilence(s) && patienceTells(s),
    looks: (s) => [page(s, 'patient')],
  },
  {
    what: 'the same again',
    when: (s) => {
      if (!carries(s) || s.f.ownConnectionFailed) return false
      if (isDoubtful(s) && isSerious(s)) return true
      if (!failed(s)) return onOldConnection(s) && !s.f.answer?.authentic
      if (isKind(s, 'timeout'))
        return readyForSilence(s) && !patienceTells(s) && !s.isSeen(page(s, 'patient'))
      // Firefox has repeated a reset up to ten times already; more would only re-arm the filter.
      return !(s.f.browser === 'firefox' && s.f.trouble?.code === 'tcp.reset')
    },
    looks: (s) => [page(s, 'repeat')],
  },
  {
    what: "a connection of the name's own",
    when: (s) =>
      (schemeOf(s.f.subject) === 'https' &&
        (onOldConnection(s) || s.f.ownConnectionFailed || slowHandshake(s))) ||
      (onKeptConnection(s) && !isDoubtful(s)),
    looks: (s) => {
      const url = s.f.subject
      const first: Look = { kind: 'handshake', url, timeoutMs: PAGE_TIMEOUT_MS }
      // The same again under another spelling: only what failed, or was slow, is looked at twice.
      const again: Look = { ...first, url: `https://${new URL(url).host}/?` }
      return s.isSeen(first) && (s.f.ownConnectionFailed || slowHandshake(s)) ? [again] : [first]
    },
  },
  {
    what: 'names that filters at home deny',
    when: (s) =>
      s.input.secondOpinions &&
      carries(s) &&
      failed(s) &&
      s.f.doh.state === 'exists' &&
      ['no-name', 'bogon', 'elsewhere'].includes(s.f.name),
    looks: () => [{ kind: 'canaries' }],
  },
  {
    what: 'whether transfers are held back',
    when: (s) => s.input.transfers && carries(s) && (slow(s) || (stalled(s) && s.f.pace.trickles)),
    looks: (s) => [{ kind: 'transfers', url: s.f.answer?.response.url ?? s.f.url }],
  },
]
