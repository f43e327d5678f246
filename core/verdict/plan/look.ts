import type { Observation, PageRole } from '../../model/observation.ts'
import { normaliseAddress } from '../../net/address.ts'

/** One network action the diagnosis asks for. src/measure carries it out and answers with observations. */
export type Look =
  | { kind: 'page'; role: PageRole; url: string; timeoutMs: number }
  /** Every configured resolver is asked; one observation each. */
  | { kind: 'doh'; name: string; type: 'A' | 'AAAA' }
  | { kind: 'system-dns'; name: string }
  | {
      kind: 'address'
      name: string
      address: string
      scheme: 'http' | 'https'
      /** Left out where it is the scheme's own. */
      port?: number
      via: 'literal' | 'neutral'
      timeoutMs: number
    }
  /** Looks at all reference hosts afresh; `known`: what this sweep has seen of them is enough, at no cost. */
  | { kind: 'references'; known?: true }
  /** Learns this browser's words for certificate failures (Firefox). */
  | { kind: 'calibration' }
  /** How the URL looks from outside; `addresses` are those seen here. */
  | { kind: 'control'; url: string; addresses: readonly string[] }
  /** A connection of the name's own (a WebSocket handshake), where a page rode on another name's. */
  | { kind: 'handshake'; url: string; timeoutMs: number }
  /** Whether names are filtered at home. */
  | { kind: 'canaries' }
  /** A series of interleaved transfers, target and control: is this name slowed? */
  | { kind: 'transfers'; url: string }

/** How long a page may take. Part of what a time-out means, so no test may shorten it. */
export const PAGE_TIMEOUT_MS = 10_000
/** A page that has not come by now is looked into while it is still waited for. */
export const EARLY_MS = 4_000
/** Companions and bare addresses need no page, only a sign of life. */
export const PROBE_TIMEOUT_MS = 6_000
/** Past Chromium's own limits: 26 s for a silent resolver, 30 s for a silent handshake. */
export const PATIENT_TIMEOUT_MS = 32_000
export const MAX_LOOKS = 30

const plain = (url: string) => (URL.canParse(url) ? new URL(url).href.replace(/#.*$/, '') : url)

/** Looks of one id are one look: nothing is ever asked twice. */
export function idOf(look: Look): string {
  switch (look.kind) {
    case 'page':
      return `page ${look.role} ${plain(look.url)}`
    case 'doh':
      return `doh ${look.name.toLowerCase()} ${look.type}`
    case 'system-dns':
      return `system-dns ${look.name.toLowerCase()}`
    case 'address':
      return `address ${normaliseAddress(look.address)}${look.port ? ` ${look.port}` : ''} ${look.scheme} ${look.via}`
    case 'control':
    case 'handshake':
      return `${look.kind} ${plain(look.url)}`
    case 'references':
    case 'calibration':
    case 'canaries':
    case 'transfers':
      return look.kind
  }
}

/** The id of the look that brought this; null for what no look brings. */
export function idOfObservation(o: Observation): string | null {
  switch (o.kind) {
    case 'page':
    case 'address':
    case 'handshake':
      return idOf({ ...o, timeoutMs: 0 })
    case 'doh':
    case 'system-dns':
    case 'calibration':
      return idOf(o)
    case 'control':
      return idOf({ kind: 'control', url: o.url, addresses: [] })
    case 'reference':
      return 'references'
    case 'canary':
      return 'canaries'
    case 'transfer':
      return 'transfers'
    case 'skipped':
    case 'fingerprint':
      return null
  }
}
