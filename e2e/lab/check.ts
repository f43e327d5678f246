import type { Look, Outcome, Sight } from './look.ts'

/** What one look must see for the world to be what its file says. */
export interface Wanted {
  outcome: readonly Outcome[]
  rcode?: string
  addresses?: readonly string[]
  status?: number
  issuer?: string
  /** Whether the lab's public roots vouch for the certificate. */
  trusted?: boolean
  location?: string
  text?: string
  minMs?: number
}

export interface Check {
  /** null: a part of the world that every scenario stands on. */
  scenario: string | null
  where: 'inside' | 'outside'
  what: string
  look: Look
  wanted: Wanted
}

/** null when the look saw what it must; else what differs. */
export function differs(seen: Sight, wanted: Wanted): string | null {
  const wrong: string[] = []
  const compare = (name: string, got: unknown, want: unknown) => {
    if (want !== undefined && got !== want)
      wrong.push(`${name} ${got || 'nothing'} instead of ${want || 'nothing'}`)
  }
  if (!wanted.outcome.includes(seen.outcome)) {
    wrong.push(`${seen.outcome}${seen.raw ? ` (${seen.raw})` : ''} instead of ${wanted.outcome.join(' or ')}`)
  }
  compare('rcode', seen.rcode, wanted.rcode)
  compare('addresses', seen.addresses.join(' '), wanted.addresses?.join(' '))
  compare('status', seen.status, wanted.status)
  compare('issuer', seen.issuer, wanted.issuer)
  compare('location', seen.location, wanted.location)
  if (wanted.trusted !== undefined && wanted.trusted !== (seen.distrust === '')) {
    wrong.push(`certificate ${seen.distrust || 'trusted'}`)
  }
  if (wanted.text !== undefined && !seen.body.includes(wanted.text))
    wrong.push(`body without "${wanted.text}"`)
  if (wanted.minMs !== undefined && seen.ms < wanted.minMs)
    wrong.push(`${seen.ms} ms, sooner than ${wanted.minMs}`)
  return wrong.length > 0 ? wrong.join(', ') : null
}
