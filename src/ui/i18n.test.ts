import { beforeEach, describe, expect, it, vi } from 'vitest'
import { speaking } from './messages.test-kit.ts'

const fake = vi.hoisted(() => ({ browser: {} }))
vi.mock('../platform/browser.ts', () => fake)

const { applyLanguage, comma, direction, plural, t, tMaybe } = await import('./i18n.ts')
const { ago, clock, day, moment, ratio, size } = await import('./time.ts')

const speak = (locale: string, uiLanguage?: string) => {
  fake.browser = speaking(locale, uiLanguage)
}

describe('messages', () => {
  beforeEach(() => speak('en'))

  it('fill in numbers and words', () => {
    expect(t('testing', 3, 12)).toBe('Testing 3 of 12')
    expect(t('site_remove_label', 'x.com')).toBe('Remove x.com')
  })

  it('show the key when there is no text, or null when asked so', () => {
    expect(t('no_such_key')).toBe('no_such_key')
    expect(tMaybe('no_such_key')).toBeNull()
  })

  it.each([
    ['en', 1, '1 site'],
    ['en', 2, '2 sites'],
    ['ru', 1, '1 сайт'],
    ['ru', 3, '3 сайта'],
    ['ru', 11, '11 сайтов'],
    ['kk', 5, '5 сайт'],
    ['ar', 1, 'موقع واحد'],
    ['ar', 2, 'موقعان'],
    ['ar', 3, '٣ مواقع'],
    ['ar', 11, '١١ موقعًا'],
    ['ar', 100, '١٠٠ موقع'],
  ])('%s counts %i', (locale, count, text) => {
    speak(locale)
    expect(plural('group_sites', count)).toBe(text)
  })
})

describe('direction', () => {
  it('follows the language of the messages, not of a browser we have no translation for', () => {
    speak('en', 'he')
    expect(direction()).toBe('ltr')
    speak('ar')
    const root = { lang: '', dir: '' } as HTMLElement
    applyLanguage(root)
    expect(root).toEqual({ lang: 'ar', dir: 'rtl' })
    expect(['a', 'b'].join(comma())).toBe('a، b')
  })
})

describe('figures', () => {
  const noon = Date.UTC(2022, 0, 5, 12)

  it('use the digits of the language and region', () => {
    speak('ar')
    expect(ratio(5, 6)).toBe('٥ / ٦')
    speak('ar', 'ar-MA')
    expect(ratio(5, 6)).toBe('5 / 6')
    speak('ru')
    expect(size(2_500_000)).toBe('2,5 МБ')
  })

  it('say how long ago', () => {
    speak('en')
    expect(ago(noon - 30_000, noon)).toBe('just now')
    expect(ago(noon + 5_000, noon)).toBe('just now')
    expect(ago(noon - 150_000, noon)).toBe('2 min ago')
    expect(ago(noon - 26 * 3_600_000, noon)).toBe('1 day ago')
    speak('ar')
    expect(ago(noon - 120_000, noon)).toBe('قبل دقيقتين')
  })

  it('say since when, and of last night that it was last night', () => {
    speak('en')
    const hour = 3_600_000
    const evening = new Date(2022, 0, 5, 18).getTime()
    expect(moment(evening - 2 * hour, evening)).toMatch(/^4:00\sPM$/)
    expect(moment(evening - 20 * hour, evening)).toMatch(/^Jan 4, 10:00\sPM$/)
    expect(moment(evening - 50 * hour, evening)).toBe('Jan 3')
    expect(moment(evening - 24 * 8 * hour, evening)).toBe('Dec 28, 2021')
  })

  it('name no Russian month in Kazakh, whether or not the engine knows Kazakh', () => {
    speak('kk')
    expect(day(noon)).not.toMatch(/янв|M01/)
    expect(clock(noon)).toMatch(/^\d\d:\d\d$/)
  })
})
