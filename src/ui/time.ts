import { comma, formatLocale, formatNumber, plural, t } from './i18n.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** "2 min ago". In our own words: Intl has none for Kazakh in Chromium. */
export function ago(at: number, now: number): string {
  const passed = Math.max(0, now - at)
  if (passed < MINUTE) return t('ago_now')
  if (passed < HOUR) return plural('ago_minutes', Math.floor(passed / MINUTE))
  if (passed < DAY) return plural('ago_hours', Math.floor(passed / HOUR))
  return plural('ago_days', Math.floor(passed / DAY))
}

/** The clock time of today, date and time of last night, the date before that, with the year when it is another one. */
export function moment(at: number, now: number): string {
  const then = new Date(at)
  const today = new Date(now)
  if (then.toDateString() === today.toDateString()) return clock(at)
  const date = { day: 'numeric', month: 'short' } as const
  if (now - at < DAY) return `${format(at, date)}${comma()}${clock(at)}`
  const year = then.getFullYear() === today.getFullYear() ? {} : ({ year: 'numeric' } as const)
  return format(at, { ...date, ...year })
}

export function clock(at: number): string {
  return format(at, { timeStyle: 'short' })
}

export function dayAndClock(at: number): string {
  return format(at, { dateStyle: 'medium', timeStyle: 'short' })
}

export function day(at: number): string {
  return format(at, { dateStyle: 'medium' })
}

export function duration(ms: number): string {
  return ms < 1000 ? t('unit_ms', Math.round(ms)) : t('unit_s', Math.round(ms / 100) / 10)
}

export function size(bytes: number): string {
  if (bytes < 1000) return t('unit_bytes', bytes)
  if (bytes < 1_000_000) return t('unit_kb', Math.round(bytes / 1000))
  return bytes < 1_000_000_000 ? t('unit_mb', bytes / 1_000_000) : t('unit_gb', bytes / 1_000_000_000)
}

export function ratio(part: number, whole: number): string {
  return `${formatNumber(part)} / ${formatNumber(whole)}`
}

function format(at: number, options: Intl.DateTimeFormatOptions): string {
  const locale = formatLocale()
  // Where Russian stands in for Kazakh its month names must not show.
  const { month, dateStyle, timeStyle, ...rest } = options
  if (t('locale') === 'kk' && locale === 'ru' && (month || dateStyle)) {
    const numeric: Intl.DateTimeFormatOptions = { day: '2-digit', month: '2-digit' }
    if (dateStyle) numeric.year = 'numeric'
    const clockPart: Intl.DateTimeFormatOptions = timeStyle ? { hour: '2-digit', minute: '2-digit' } : {}
    return new Intl.DateTimeFormat(locale, { ...rest, ...numeric, ...clockPart }).format(at)
  }
  return new Intl.DateTimeFormat(locale, options).format(at)
}
