import type { Outage } from '../../core/connectivity/outage.ts'
import { comma, formatLocale, keyPart, ltr, plural, t } from '../ui/i18n.ts'
import { moment } from '../ui/time.ts'
import { hostOf } from '../ui/words.ts'
import type { LinkNow } from './link-now.ts'

/** Less of ordinary than this is worth a line. */
const LOW_PERCENT = 90
/** More names than these nobody reads in a popup. */
const NAMES = 5
const HOUR = 60 * 60_000
/** Less than this unwatched is the pause between two heartbeats. */
const WORTH_TELLING_MS = 20 * 60_000

/** What is known of the connection, the most telling first; none while all is ordinary. **emphasis** inside. */
export function linkLines({ outage: seen, worked, level, findings }: LinkNow, now: number): string[] {
  const lines: string[] = []
  if (seen && seen.standing !== 'ended') lines.push(...running(seen.outage, seen.standing, now))
  const isNamed = findings.some(({ id }) => id === 'whitelist-exceptions')
  if (seen && !isNamed && namesWhatWorked(seen.outage) && worked.length > 0) {
    lines.push(t('link_worked', names(worked)))
  }
  // That nothing answers is said by the sentence above.
  if (level.percent && level.percent < LOW_PERCENT) lines.push(t('link_level', percent(level.percent)))
  for (const { id, range, hosts, targetIds } of findings) {
    if (id === 'general-slowness') lines.push(t('finding_general_slowness'))
    if (id === 'category-blocked') lines.push(t('finding_category_blocked', names(targetIds.map(hostOf))))
    if (id === 'range-blocked' && range) lines.push(t('finding_range_blocked', ltr(range)))
    if (id === 'whitelist-exceptions') {
      lines.push(t('finding_whitelist_exceptions', names([...targetIds.map(hostOf), ...hosts])))
    }
  }
  if (seen?.standing === 'ended') lines.push(...over(seen.outage, now))
  return lines
}

function running(outage: Outage, standing: 'ongoing' | 'unknown', now: number): string[] {
  const { from, to } = outage.onset
  return [
    from === null
      ? t('link_since_at_least', moment(to, now))
      : t('link_since', moment(from, now), moment(to, now)),
    ...inside(outage),
    ...(standing === 'unknown' ? [t('link_unknown_end')] : []),
  ]
}

function over(outage: Outage, now: number): string[] {
  const { onset, end, kind } = outage
  if (!end) return []
  const ended = [end.from ?? onset.to, end.to].map((at) => moment(at, now))
  const span =
    onset.from === null
      ? t('link_span_at_least', moment(onset.to, now), ...ended)
      : t('link_span', moment(onset.from, now), moment(onset.to, now), ...ended)
  return [`${t(`link_was_${keyPart(kind)}`)} ${span}`, ...inside(outage)]
}

/** What was not seen is said, and never taken for an outage; short returns do not end one. */
function inside({ unobservedMs, returns }: Outage): string[] {
  return [
    ...(returns.length > 0 ? [plural('link_returns', returns.length)] : []),
    ...(unobservedMs >= WORTH_TELLING_MS ? [t('link_unobserved', long(unobservedMs))] : []),
  ]
}

function namesWhatWorked({ kind }: Outage): boolean {
  return kind === 'national-only' || kind === 'domestic'
}

function names(hosts: readonly string[]): string {
  const shown = hosts.slice(0, NAMES).map(ltr).join(comma())
  return hosts.length > NAMES ? `${shown}${comma()}…` : shown
}

function long(ms: number): string {
  return ms < HOUR
    ? plural('long_minutes', Math.round(ms / 60_000))
    : plural('long_hours', Math.round(ms / HOUR))
}

function percent(value: number): string {
  const style = { style: 'percent', maximumFractionDigits: 0 } as const
  return new Intl.NumberFormat(formatLocale(), style).format(value / 100)
}
