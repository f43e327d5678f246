import type { Answer } from './answer.ts'
import { titleIsChallenge } from './challenge.ts'
import type { ControlView } from './control.ts'
import type { Facts } from './facts.ts'
import { shareLongWord } from './twin.ts'

const REFUSALS = [401, 403, 429, 451]

/** Somebody outside is turned away too: by a refusal, or by a request to prove that it is human. */
export function refusedOutside(control: ControlView): boolean {
  const { status, headers, title } = control
  if (status === null) return false
  if (REFUSALS.includes(status) || headers['cf-mitigated'] !== undefined) return true
  return status === 503 && titleIsChallenge(title)
}

/**
 * Somebody outside connects to an address that is silent here; or got to the page by that address, or, where it is a
 * hop's, past that hop.
 */
export function acceptsOutside({ control, probes, hop }: Facts): boolean {
  if (!control) return false
  const tried = probes.map((p) => control.tcp(p.address, p.port ?? (p.scheme === 'https' ? 443 : 80)))
  if (tried.some((ok) => ok !== null)) return tried.includes(true)
  return control.up && (hop !== null || probes.some((p) => control.addresses.includes(p.address)))
}

/** Headers that any server sends: sharing one says nothing (OONI's list, probe-cli httpdiff). */
const COMMON_HEADERS = new Set([
  'accept-ranges',
  'age',
  'cache-control',
  'cf-ray',
  'content-encoding',
  'content-language',
  'content-type',
  'date',
  'etag',
  'expires',
  'last-modified',
  'link',
  'location',
  'p3p',
  'pragma',
  'server',
  'set-cookie',
  'strict-transport-security',
  'vary',
  'via',
  'x-content-type-options',
  'x-frame-options',
  'x-powered-by',
  'x-varnish',
  'x-xss-protection',
  // Ours: these come with every answer of today's browsers and servers as well.
  'alt-svc',
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
])
/** As OONI has it: bodies of one page differ by less (Jones et al. 2014 found 30.19% to separate best). */
const SAME_LENGTH = 0.7

/**
 * Whether the page here is the one outside, as far as can be told; null when it cannot. A page is never called
 * another for its length alone: places, languages and consent banners change pages (ooni/probe#2333), so `false` takes
 * a healthy page outside, and nothing at all in common with it. A status that differs says nothing where the outside
 * one is no success, nor does a prefix of a body (OONI takes the unknown for a difference; we do not).
 */
export function sameAsOutside({ response }: Answer, control: ControlView): boolean | null {
  if (control.status === null) return null
  const status = control.status === response.status
  const outsideFine = control.status >= 200 && control.status < 300
  if (!status) return outsideFine ? false : null
  const length = lengthMatches(response.truncated ? null : response.bytes, control.bodyLength)
  const title = response.title && control.title ? shareLongWord(response.title, control.title) : null
  const ours = response.headerNames.filter((name) => !COMMON_HEADERS.has(name))
  const theirs = Object.keys(control.headers).filter((name) => !COMMON_HEADERS.has(name))
  const headers = ours.length + theirs.length === 0 ? null : ours.some((name) => theirs.includes(name))
  // A notice may be as long as the page it stands for; a title in common, or none to compare, has to agree.
  if (title === true || headers === true || (length === true && title !== false)) return true
  return outsideFine && (length === false || title === false) ? false : null
}

function lengthMatches(here: number | null, outside: number | null): boolean | null {
  if (here === null || outside === null || here <= 0 || outside <= 0) return null
  return Math.min(here, outside) / Math.max(here, outside) > SAME_LENGTH
}
