import { describe, expect, it } from 'vitest'
import { PLAIN } from '../cases/case.test-kit.ts'
import { response } from '../observe.test-kit.ts'
import { BLOCK_PAGE_SCORE, blockPageScore, SUSPICIOUS_SCORE } from './block-page.ts'

const score = (title: string, text = '', extra: Parameters<typeof response>[1] = {}) =>
  blockPageScore(response(PLAIN, { title, text, linkHosts: [], bytes: 2_000, ...extra }), PLAIN)

describe('a block page is known by what it says and by not knowing the site', () => {
  it.each([
    'Blocked',
    'This website has been blocked by order of the court',
    'Access restricted',
    'Access Denied',
    'Доступ к информационному ресурсу ограничен',
    'Страница заблокирована',
    'Бұл сайтқа қолжетімділік шектелген',
    'Бул сайт бөгөттөлгөн',
    'Bu siteye erişim engellenmiştir',
    'تم حجب الموقع',
    'دسترسی به این سایت مسدود شده است',
    'Sitio bloqueado por orden judicial: acceso restringido',
  ])('%s', (title) => expect(score(title)).toBeGreaterThanOrEqual(BLOCK_PAGE_SCORE))

  it('also when the words stand in the text', () => {
    expect(score('', 'Доступ к сайту ограничен по решению суда')).toBeGreaterThanOrEqual(BLOCK_PAGE_SCORE)
  })
})

describe('an ordinary page is not one', () => {
  it.each([
    'News of the day',
    'Главные новости',
    'Welcome to nginx!',
    'It works!',
    '404 Not Found',
    'Закон и порядок',
  ])('%s', (title) => expect(score(title)).toBeLessThan(SUSPICIOUS_SCORE))

  it("a server's own 403", () => {
    expect(score('403 Forbidden', 'Access denied', { status: 403 })).toBe(0)
  })
  it("a site's own 451 is only odd", () => {
    expect(score('Unavailable', '', { status: 451 })).toBeLessThan(SUSPICIOUS_SCORE)
  })
  it('a long article about blocking, with links to its own site', () => {
    const article = { linkHosts: ['news.example'], bytes: 80_000 }
    expect(score('Суд: доступ ограничен, сайт заблокирован', '', article)).toBeLessThan(SUSPICIOUS_SCORE)
  })
})
