import { browser } from '../platform/browser.ts'

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur'])

/** The language the messages really are in, which is not the browser's when we have no translation for it. */
export function language(): string {
  return browser.i18n.getMessage('locale') || 'en'
}

export function direction(): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(language()) ? 'rtl' : 'ltr'
}

/** Where Intl is asked for numbers and dates: the user's own region of our language, in digits of that language. */
export function formatLocale(): string {
  const ours = language()
  const theirs = browser.i18n.getUILanguage()
  // Chromium is built without Kazakh data (months come out as "M01"); Russian figures are written the same way.
  if (ours === 'kk' && new Intl.DateTimeFormat('kk', { month: 'short' }).format(0).startsWith('M'))
    return 'ru'
  if (theirs.split('-')[0] !== ours) return ours
  // Plain "ar" says nothing of the region, and recent CLDR then gives Latin digits; most readers write ٠١٢.
  return theirs === 'ar' ? 'ar-u-nu-arab' : theirs
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(formatLocale(), { maximumFractionDigits: 1 }).format(value)
}

/** The message, with numbers in the language's digits. An unknown key shows as itself. */
export function t(key: string, ...subs: (string | number)[]): string {
  return messageOf(key, subs) || key
}

/** Like t, but null when there is no such message. */
export function tMaybe(key: string): string | null {
  return messageOf(key, []) || null
}

/** `key_one`, `key_few` ... by the language's own plural rules; `count` is $1. */
export function plural(key: string, count: number, ...subs: (string | number)[]): string {
  const category = new Intl.PluralRules(language()).select(count)
  return messageOf(`${key}_${category}`, [count, ...subs]) || t(`${key}_other`, count, ...subs)
}

/** Between the members of a list. */
export function comma(): string {
  return direction() === 'rtl' ? '، ' : ', '
}

/** A URL, address or name that reads left to right within text of either direction (Unicode isolates, UAX 9). */
export function ltr(text: string): string {
  return `\u2066${text}\u2069`
}

/** Message keys hold letters, digits and underscores only. */
export function keyPart(word: string): string {
  return word.replaceAll(/[^A-Za-z0-9]/g, '_')
}

export function applyLanguage(root: HTMLElement): void {
  root.lang = language()
  root.dir = direction()
}

function messageOf(key: string, subs: (string | number)[]): string {
  return browser.i18n.getMessage(
    key,
    subs.map((sub) => (typeof sub === 'number' ? formatNumber(sub) : sub)),
  )
}
