/** What a verdict says of a target. The words are the project's; see docs/architecture.md. */
export const STATUSES = [
  'reachable',
  'blocked',
  'throttled',
  'down',
  'refused',
  'inconclusive',
  'untested',
] as const
export type Status = (typeof STATUSES)[number]

/** Where a block bites (RFC 9505 describes the techniques). A block page is evidence, not a mechanism. */
export const MECHANISMS = ['dns', 'ip', 'tls-sni', 'tls-interception', 'http', 'freeze', 'unknown'] as const
export type Mechanism = (typeof MECHANISMS)[number]

/** How far a "blocked" or "throttled" may be leaned on; every other status carries null. */
export const CONFIDENCES = ['suspected', 'likely', 'confirmed'] as const
export type Confidence = (typeof CONFIDENCES)[number]

/** Why nothing was measured, or why what was measured says nothing of the site. */
export const UNTESTED_REASONS = [
  'offline',
  'portal',
  'national-only',
  'permission',
  'paused',
  'asleep',
  'interrupted',
  'network-changed',
  'clock',
  'cancelled',
] as const
export type UntestedReason = (typeof UNTESTED_REASONS)[number]

/** To whom the site says no: 'here' and 'everyone' need an outside view. */
export const REFUSED_SCOPES = ['everyone', 'here', 'unknown'] as const

/** Beside any status: something the reader must know. */
export const WARNINGS = [
  'tls-interception',
  'local-inspection',
  'doh-hides-operator-dns',
  'reused-connection',
  'no-second-opinion',
  /** It came, but slowly; whether on purpose needs the transfer test. */
  'slow',
  /** All hosts were reached through a proxy or VPN of this browser: another network than the line's own. */
  'via-proxy',
  /** Names are filtered at home or by the resolver's owner, for ads or for children. */
  'home-dns-filter',
] as const
export type Warning = (typeof WARNINGS)[number]

/** The state of the user's own link, told by the reference hosts. */
export const CONNECTIVITIES = ['online', 'degraded', 'portal', 'national-only', 'offline'] as const
export type Connectivity = (typeof CONNECTIVITIES)[number]

/** What a reference host stands for: the world, the country, the absence of a sign-in page. */
export const REFERENCE_GROUPS = ['foreign', 'in-country', 'portal'] as const
export type ReferenceGroup = (typeof REFERENCE_GROUPS)[number]
