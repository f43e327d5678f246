import type { Network } from '../history/records.ts'
import { t } from '../ui/i18n.ts'
import type { Compared, Finding } from './compare.ts'

export interface Party {
  name: string
  vpn: boolean
}

/** A network as a sentence names it. Names come from outside and may run either way. */
export function partyOf(network: Network | null, name: string): Party {
  return { name: `\u2068${name}\u2069`, vpn: network?.vpn ?? false }
}

const TROUBLE: Record<Exclude<Finding, 'open' | 'refused' | 'down'>, string> = {
  blocked: 'compare_only_blocked',
  throttled: 'compare_only_throttled',
  intercepted: 'compare_only_intercepted',
}

const ALIKE: Record<Finding, string> = {
  open: 'compare_same_open',
  blocked: 'compare_same_blocked',
  throttled: 'compare_same_throttled',
  intercepted: 'compare_same_intercepted',
  refused: 'compare_same_refused',
  down: 'compare_same_down',
}

/** What the two looks say together, in words that never claim more than they show. */
export function sentence(row: Compared, a: Party, b: Party): string {
  switch (row.relation) {
    case 'only-a':
      return only(row, row.a.finding, a, b)
    case 'only-b':
      return only(row, row.b.finding, b, a)
    case 'refused-a':
      return t('compare_refused', a.name, b.name)
    case 'refused-b':
      return t('compare_refused', b.name, a.name)
    case 'two-ways':
      return t('compare_two_ways')
    case 'unlike':
      return t('compare_unlike')
    case 'same':
      return [t(ALIKE[row.a.finding ?? 'open']), ...(row.suspected ? [t('compare_suspected')] : [])].join(' ')
    case 'untold':
      return t('compare_untold', (row.a.finding === null ? a : b).name)
  }
}

function only(row: Compared, finding: Finding | null, there: Party, elsewhere: Party): string {
  const key = finding !== null && finding in TROUBLE ? TROUBLE[finding as keyof typeof TROUBLE] : ''
  const nearby = row.nearby && finding === 'blocked'
  return [
    t(nearby ? 'compare_only_nearby' : key, there.name, elsewhere.name),
    // The tunnel ends in another country: who is in the way on the line is left open.
    ...(elsewhere.vpn && !there.vpn ? [t('compare_round')] : []),
    ...(there.vpn && !elsewhere.vpn ? [t('compare_through')] : []),
    ...(row.suspected ? [t('compare_suspected')] : []),
  ].join(' ')
}
