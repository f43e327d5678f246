import type { ControlObservation, Observation, PageObservation } from '../../core/model/observation.ts'
import { ooniFailure } from './ooni-failure.ts'

/** The last outside view that answered; else the last that was asked. */
export function controlOf(observations: readonly Observation[]): ControlObservation | null {
  const asked = observations.filter((seen) => seen.kind === 'control')
  return asked.findLast(({ answer }) => answer !== null) ?? asked.at(-1) ?? null
}

/** `control` and `control_failure` as OONI's test helpers give them; null where nobody was asked. */
export function ooniControl(seen: ControlObservation | null) {
  if (!seen?.answer) return { control: null, control_failure: ooniFailure(seen?.failure ?? null) }
  const { dns, tcp, tls, http } = seen.answer
  const ends = (list: typeof tcp) =>
    Object.fromEntries(list.map(({ endpoint, ok, failure }) => [endpoint, { status: ok, failure }]))
  return {
    control: {
      dns: { failure: dns.failure, addrs: dns.addresses },
      tcp_connect: ends(tcp),
      tls_handshake: ends(tls),
      http_request: {
        body_length: http.bodyLength ?? -1,
        failure: http.failure,
        title: http.title ?? '',
        headers: http.headers,
        status_code: http.status ?? -1,
      },
      x_taken_at: seen.takenAt,
      x_source: seen.source,
    },
    control_failure: null,
  }
}

/** Headers too common to tell pages apart (spec ts-017). */
const COMMON = new Set(
  `date content-type server cache-control vary set-cookie location expires x-powered-by content-encoding
  last-modified accept-ranges pragma x-frame-options etag x-content-type-options age via p3p x-xss-protection
  content-language cf-ray strict-transport-security link x-varnish`.split(/\s+/),
)
const SAME_LENGTH = 0.7

/** How the page compares with what the outside saw (spec ts-017); null where one side has nothing to compare. */
export function ooniDiff(page: PageObservation | null, seen: ControlObservation | null) {
  const here = page?.response ?? null
  const there = seen?.answer?.http ?? null
  if (!here || !there || there.failure !== null || there.status === null) return NO_DIFF
  const theirs = there.bodyLength ?? 0
  const isComparable = theirs > 0 && here.bytes > 0 && !here.truncated
  const proportion = isComparable ? Math.min(here.bytes, theirs) / Math.max(here.bytes, theirs) : null
  const uncommon = Object.keys(there.headers).filter((name) => !COMMON.has(name.toLowerCase()))
  return {
    body_proportion: proportion,
    body_length_match: proportion === null ? null : proportion > SAME_LENGTH,
    status_code_match:
      here.status === there.status ? true : there.status >= 200 && there.status < 300 ? false : null,
    headers_match: uncommon.some((name) => here.headerNames.includes(name.toLowerCase())),
    title_match: titlesMatch(here.title, there.title),
  }
}

const NO_DIFF = {
  body_proportion: null,
  body_length_match: null,
  status_code_match: null,
  headers_match: null,
  title_match: null,
}

/** Every long word of each is in the other. */
function titlesMatch(here: string | null, there: string | null): boolean | null {
  if (!here || !there) return null
  const words = (title: string) =>
    new Set(
      title
        .toLowerCase()
        .split(' ')
        .filter((word) => word.length >= 5),
    )
  const [a, b] = [words(here), words(there)]
  return a.size === b.size && [...a].every((word) => b.has(word))
}
