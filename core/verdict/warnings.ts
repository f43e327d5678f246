import type { Warning } from '../model/status.ts'
import type { Facts } from './facts/facts.ts'
import { isSlow } from './facts/pace.ts'
import type { Saying } from './rule.ts'

/** What the reader must know beside the status, whichever rule decided. */
export function warningsOf(f: Facts, saying: Saying): Warning[] {
  const found = new Set<Warning>(saying.warnings)
  const security = f.answer?.response.security
  const foreignRoot = security?.builtInRoot === false
  const alone = foreignRoot && security.root !== null && !f.referenceRoots.has(security.root)
  // All hosts under one foreign root: this machine or company, not the site's fate. One of its own: the site's.
  if (foreignRoot && (alone || !f.foreignRoots)) found.add('tls-interception')
  else if (f.foreignRoots) found.add('local-inspection')
  // A connection of the name's own got through: that the page took another one hides nothing.
  if (f.answer?.response.reused && !f.ownConnectionAnswered) found.add('reused-connection')
  if (f.system?.browserUsesDoh === true) found.add('doh-hides-operator-dns')
  const heard = f.doh.state !== 'unasked' && f.doh.state !== 'unreachable'
  const toldOff =
    saying.status === 'blocked' && !heard && f.control === null && f.overHttps === null && f.answer === null
  if (toldOff) found.add('no-second-opinion')
  if (f.viaProxy) found.add('via-proxy')
  if (isSlow(f.pace) && (saying.status === 'reachable' || saying.status === 'throttled')) found.add('slow')
  return [...found]
}
