import type { Warning } from '../model/status.ts'
import type { Facts } from './facts/facts.ts'
import type { Saying } from './rule.ts'

/** What the reader must know beside the status, whichever rule decided. */
export function warningsOf(f: Facts, saying: Saying): Warning[] {
  const found = new Set<Warning>(saying.warnings)
  const foreignRoot = f.answer?.response.security?.builtInRoot === false
  // All hosts under one foreign root: this machine or company, not the site's fate.
  if (f.foreignRoots) found.add('local-inspection')
  else if (foreignRoot) found.add('tls-interception')
  if (f.answer?.response.reused) found.add('reused-connection')
  if (f.system?.browserUsesDoh === true) found.add('doh-hides-operator-dns')
  const heard = f.doh.state !== 'unasked' && f.doh.state !== 'unreachable'
  const toldOff = saying.status === 'blocked' && !heard && f.overHttps === null && f.answer === null
  if (toldOff) found.add('no-second-opinion')
  return [...found]
}
