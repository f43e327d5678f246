import { readdirSync, readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, it, vi } from 'vitest'
import { FAILURE_CODES } from '../../core/model/failure.ts'
import {
  CONFIDENCES,
  MECHANISMS,
  REFUSED_SCOPES,
  STATUSES,
  UNTESTED_REASONS,
  WARNINGS,
} from '../../core/model/status.ts'
import { TARGET_GROUPS } from '../../core/model/target.ts'
import { RULE_IDS } from '../../core/verdict/rules.ts'
import { IN_COUNTRY_REFERENCES } from '../measure/parties.ts'
import { stringsIn } from './source-strings.test-kit.ts'

vi.mock('../platform/browser.ts', () => ({ browser: {} }))
const { keyPart } = await import('./i18n.ts')

const Messages = v.record(v.string(), v.object({ message: v.string(), description: v.optional(v.string()) }))
const LOCALES = readdirSync('public/_locales').sort()
const CATEGORY = /_(zero|one|two|few|many|other)$/

function messagesOf(locale: string): Record<string, string> {
  const file: unknown = JSON.parse(readFileSync(`public/_locales/${locale}/messages.json`, 'utf8'))
  return Object.fromEntries(
    Object.entries(v.parse(Messages, file)).map(([key, { message }]) => [key, message]),
  )
}

const all = Object.fromEntries(LOCALES.map((locale) => [locale, messagesOf(locale)]))
const english = all.en ?? {}
const plurals = Object.keys(english)
  .filter((key) => key.endsWith('_other') && key.replace('_other', '_one') in english)
  .map((key) => key.replace(/_other$/, ''))
const isPlural = (key: string) => CATEGORY.test(key) && plurals.includes(key.replace(CATEGORY, ''))
const simpleKeys = (locale: string) =>
  Object.keys(all[locale] ?? {})
    .filter((key) => !isPlural(key))
    .sort()
const holes = (text: string) => [...new Set(text.match(/\$\d/g))].sort()

describe.each(LOCALES)('messages in %s', (locale) => {
  const messages = all[locale] ?? {}

  it('has the keys that English has', () => {
    expect(simpleKeys(locale)).toEqual(simpleKeys('en'))
  })

  it('says something under every key', () => {
    expect(Object.entries(messages).filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('has the placeholders that English has', () => {
    for (const key of simpleKeys('en'))
      expect([key, holes(messages[key] ?? '')]).toEqual([key, holes(english[key] ?? '')])
  })

  it('has every plural form its language asks for, and no other', () => {
    const wanted = [...new Intl.PluralRules(locale).resolvedOptions().pluralCategories].sort()
    for (const base of plurals) {
      const forms = Object.keys(messages).filter((key) => isPlural(key) && key.replace(CATEGORY, '') === base)
      expect([base, forms.map((key) => key.slice(base.length + 1)).sort()]).toEqual([base, wanted])
      // "One site" may do without the figure; the general form may not.
      expect([base, holes(messages[`${base}_other`] ?? '')]).toEqual([
        base,
        holes(english[`${base}_other`] ?? ''),
      ])
    }
  })

  it('balances its emphasis', () => {
    expect(Object.entries(messages).filter(([, text]) => text.split('**').length % 2 === 0)).toEqual([])
  })

  it('is its own language, and fits the stores', () => {
    expect(messages.locale).toBe(locale)
    expect(messages.extDescription?.length).toBeLessThanOrEqual(132)
  })
})

const dynamic: Record<string, readonly string[]> = {
  failure_: FAILURE_CODES,
  group_: TARGET_GROUPS,
  status_: [...STATUSES, 'unobserved'],
  confidence_: CONFIDENCES,
  mechanism_: MECHANISMS,
  reason_: UNTESTED_REASONS,
  warning_: WARNINGS,
  country_: Object.keys(IN_COUNTRY_REFERENCES),
  verdict_blocked_: CONFIDENCES,
  verdict_throttled_: CONFIDENCES,
  verdict_refused_: REFUSED_SCOPES,
  means_blocked_: MECHANISMS,
  means_: CONFIDENCES,
  means_throttled_: CONFIDENCES,
  means_refused_: REFUSED_SCOPES,
  means_untested_: UNTESTED_REASONS,
  heed_: WARNINGS,
  rule_: RULE_IDS,
}

/** Rules of engine 1 that are gone: verdicts that name them are still on the disk. */
const RETIRED_RULES = ['tls.silent-without-the-name', 'tls.silence-spread']

describe('keys', () => {
  it.each(Object.entries(dynamic))('%s covers every word of the model', (prefix, words) => {
    expect(words.filter((word) => !(prefix + keyPart(word) in english))).toEqual([])
  })

  it('no rule text outlives its rule', () => {
    const known = [...RULE_IDS, ...RETIRED_RULES].map((id) => `rule_${keyPart(id)}`)
    expect(Object.keys(english).filter((key) => key.startsWith('rule_') && !known.includes(key))).toEqual([])
  })

  const { literals, prefixes, calls } = stringsIn([
    'src/ui',
    'src/popup',
    'src/welcome',
    'src/options',
    'src/compare',
    'src/export',
  ])

  it('every key the code names exists', () => {
    expect(calls.length).toBeGreaterThan(80)
    expect(calls.filter((key) => !(key in english) && !plurals.includes(key))).toEqual([])
  })

  it('every message is used', () => {
    const manifest = readFileSync('manifest.json', 'utf8')
    const unused = Object.keys(english).filter((key) => {
      const name = isPlural(key) ? key.replace(CATEGORY, '') : key
      const built = prefixes.some((prefix) => name.startsWith(prefix))
      return !literals.has(name) && !built && !manifest.includes(`__MSG_${name}__`)
    })
    expect(unused).toEqual([])
  })
})
