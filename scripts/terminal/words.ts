import type { Mechanism, Status, UntestedReason } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import type { Ink } from './paint.ts'

/** A status is always a shape, a colour and a word together. */
export const STATUS_LOOK: Readonly<Record<Status, { glyph: string; ascii: string; ink: Ink }>> = {
  reachable: { glyph: '✓', ascii: '+', ink: 'blue' },
  blocked: { glyph: '⊖', ascii: 'X', ink: 'red' },
  throttled: { glyph: '▲', ascii: '~', ink: 'yellow' },
  down: { glyph: '⊗', ascii: '!', ink: 'bold' },
  refused: { glyph: '↰', ascii: '<', ink: 'magenta' },
  inconclusive: { glyph: '?', ascii: '?', ink: 'cyan' },
  untested: { glyph: '○', ascii: 'o', ink: 'dim' },
}

const MECHANISM_WORDS: Readonly<Record<Mechanism, string>> = {
  dns: 'the name gets a false answer (DNS)',
  ip: 'the address does not answer (IP)',
  'tls-sni': 'cut off when its name is seen (TLS)',
  'tls-interception': 'forged certificate (TLS)',
  http: 'page replaced or cut off (HTTP)',
  freeze: 'the page stops coming half way',
  unknown: 'no telling at which layer',
}

const REASON_WORDS: Readonly<Record<UntestedReason, string>> = {
  offline: 'no internet here',
  portal: 'the network wants a log-in first',
  'national-only': 'only the inside of the country answers',
  permission: 'no permission for this site',
  paused: 'paused',
  asleep: 'the device slept',
  interrupted: 'interrupted',
  'network-changed': 'the network changed',
  clock: 'the clock of this device is wrong',
  cancelled: 'stopped on this device',
}

const REFUSED_WORDS = {
  everyone: 'the site says no, to everyone',
  here: 'the site says no, to visitors from here',
  unknown: 'the site itself says no',
} as const

/** The rest of what a verdict says, in plain words; '' when the status says it all. */
export function inPlainWords(verdict: Verdict): string {
  const said = [
    verdict.mechanism && MECHANISM_WORDS[verdict.mechanism],
    verdict.reason && REASON_WORDS[verdict.reason],
    verdict.scope && REFUSED_WORDS[verdict.scope],
    verdict.hop && `at ${hostOf(verdict.hop)}`,
    ...verdict.warnings.map((warning) => `note: ${warning.replaceAll('-', ' ')}`),
  ]
  return said.filter((part) => part).join(', ')
}

/** The host alone, or host and path when the path is more than "/". */
export function hostOf(url: string): string {
  if (!URL.canParse(url)) return url
  const { host, pathname, search, protocol } = new URL(url)
  const rest = pathname === '/' && !search ? '' : pathname + search
  return `${protocol === 'http:' ? 'http://' : ''}${host}${rest}`
}
