import type { NetworkAnswer } from '../../core/protocol/network.ts'

/** What a look-up found out: the network that an address of ours belongs to. */
export interface Found {
  asn: number
  /** ISO 3166 code; null when nobody knows. */
  country: string | null
  operator: string | null
}

const LONGEST_NAME = 80

/**
 * Characters that show nothing or turn text around: a name from outside must not rearrange our pages (UAX 9 controls,
 * C0, C1 and zero-width ones).
 */
const UNSEEN = /[\p{Cc}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu

/** A look-up's answer in our words. `ZZ` and `XX` are how registries and look-ups say that they do not know. */
export function foundOf({ asn, cc, name }: NetworkAnswer): Found {
  const known = cc !== null && cc !== 'ZZ' && cc !== 'XX'
  const operator = name?.replaceAll(UNSEEN, ' ').replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_NAME).trim()
  return { asn, country: known ? cc : null, operator: operator || null }
}

/** `as9198-kz`; `as9198` where the country is not known. */
export function networkIdOf({ asn, country }: Found, proxied: boolean): string {
  return ['as', asn, country ? `-${country.toLowerCase()}` : '', proxied ? '-vpn' : ''].join('')
}
