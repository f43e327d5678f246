import type {
  HandshakeObservation,
  PageObservation,
  ReferenceObservation,
  TransferObservation,
} from '../../model/observation.ts'
import { SLOW_HANDSHAKE_MS, slowHandshake, type Throttling, throttledBy } from '../throttling.ts'
import type { Probe } from './probes.ts'

/** Below this a page is slow enough to ask whether somebody holds it back: policers give 64 to 256 kbit/s. */
export const SLOW_KBPS = 400
/** Shorter bodies say more of round trips than of speed. An ordinary page of 20 kB takes longer at 128 kbit/s. */
const TELLING_BODY_MS = 700
/** No byte for this long is a freeze, anything less a trickle. */
export const FREEZE_QUIET_MS = 5_000

/** How fast it came, where it came. */
export interface Pace {
  /** The body trickled: every look that shows a speed shows one below SLOW_KBPS. */
  trickles: boolean
  /** The TLS handshake with the name took seconds, in every look that shows it. */
  handshakes: boolean
  /** Whether handshakes with the name are held back, and others' are not. */
  heldBack: Throttling
  /** What the transfer test found. */
  transfers: Throttling
}

export const isSlow = (pace: Pace): boolean => pace.trickles || pace.handshakes

interface Seen {
  looks: readonly PageObservation[]
  handshakes: readonly HandshakeObservation[]
  references: readonly ReferenceObservation[]
  probes: readonly Probe[]
  transfers: readonly TransferObservation[]
}

export function paceOf({ looks, handshakes, references, probes, transfers }: Seen): Pace {
  const rates = looks.map(bodyKbps).filter((rate) => rate !== null)
  const named = namedHandshakes(looks, handshakes)
  const bare = probes.map((p) => p.answerMs)
  return {
    trickles: rates.length > 0 && rates.every((rate) => rate < SLOW_KBPS),
    handshakes: named.length > 0 && named.every((ms) => ms > SLOW_HANDSHAKE_MS),
    heldBack: slowHandshake(named, references.map(lineHandshakeMs), bare),
    transfers: throttledBy(transfers).signal,
  }
}

/** A reference on a connection already open shows no handshake; its whole answer took longer than one would have. */
function lineHandshakeMs({ url, ok, ms, timing }: ReferenceObservation): number | null {
  if (timing.tls !== null && timing.tls > 0) return timing.tls
  return ok && url.startsWith('https:') ? ms : null
}

/** How far a connection of the name's own may differ from a handshake the browser timed, and still tell the same. */
const ALIKE = 0.5

/**
 * Pages show the handshake itself. A connection of the name's own shows only how long it took with the answer, and a
 * server may be slow to answer such a request: so a slow one counts when it confirms what a page showed, and a fast
 * one always.
 */
function namedHandshakes(
  looks: readonly PageObservation[],
  handshakes: readonly HandshakeObservation[],
): number[] {
  const timed = looks.map(handshakeMs).filter((ms) => ms !== null)
  const wait = Math.max(0, ...looks.map(({ timing }) => timing.wait ?? 0))
  const own = handshakes.flatMap(({ failure, ms }) => {
    if (failure) return []
    const without = ms - wait
    if (without <= SLOW_HANDSHAKE_MS) return [Math.max(without, 1)]
    return timed.some((page) => Math.abs(page - without) <= ALIKE * page) ? [without] : []
  })
  return [...timed, ...own]
}

/**
 * A connection already open had no handshake: nothing, not zero. Where the phase is not shown, a page that came in less
 * time than a slow handshake takes had a quick one.
 */
function handshakeMs({ timing, response, failure, hops, ms }: PageObservation): number | null {
  if (response?.reused || hops.some((hop) => hop.location !== null && !hop.internal)) return null
  if (timing.tls !== null && timing.tls > 0) return timing.tls
  return response && !failure && ms < SLOW_HANDSHAKE_MS ? ms : null
}

/** kbit/s of the body by our own clock; null when it was too short to tell, or froze. */
function bodyKbps(page: PageObservation): number | null {
  const { firstByteMs, quietMs, bytes, failure } = page
  if (firstByteMs === null || quietMs === null || bytes === 0) return null
  if (failure && (failure.code !== 'http.response.stalled' || quietMs >= FREEZE_QUIET_MS)) return null
  const bodyMs = page.ms - firstByteMs
  if (bodyMs <= TELLING_BODY_MS) return Number.POSITIVE_INFINITY
  // Bits in a millisecond are kilobits in a second.
  return (bytes * 8) / bodyMs
}
