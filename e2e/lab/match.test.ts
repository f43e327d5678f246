import { describe, expect, it } from 'vitest'
import { inForce, matches } from './match.ts'
import { scenarioOf } from './selftest-world.ts'

const site = { host: 'open.example', ips: ['93.184.217.1'] }
const ruleOf = (extra: Record<string, unknown>) => {
  const networks = [{ id: 'home' }, { id: 'phone', asn: 29355, via: [1299] }]
  const { censor, networks: parsed } = scenarioOf({
    sites: [site],
    networks,
    censor: [{ on: 'sni', do: 'reset', ...extra }],
  })
  const [rule] = censor
  const [home, phone] = parsed
  if (!rule || !home || !phone) throw new Error('incomplete')
  return { rule, home, phone }
}

describe('matches', () => {
  it.each([
    ['news.example', { name: 'news.example' }, true],
    ['news.example', { name: 'NEWS.example' }, true],
    ['news.example', { name: 'www.news.example' }, false],
    ['news.example', { name: 'fakenews.example' }, false],
    ['*.news.example', { name: 'news.example' }, true],
    ['*.news.example', { name: 'a.b.news.example' }, true],
    ['*.news.example', { name: 'fakenews.example' }, false],
    ['1.2.3.4', { address: '1.2.3.4', port: 443 }, true],
    ['1.2.3.4:443', { address: '1.2.3.4', port: 443 }, true],
    ['1.2.3.4:80', { address: '1.2.3.4', port: 443 }, false],
    ['news.example', {}, false],
    ['*', {}, true],
  ])('%s on %o is %s', (match, subject, bites) => {
    expect(matches(match, subject)).toBe(bites)
  })

  it('takes a piece of the name anywhere in it', () => {
    expect(matches({ contains: 'tor' }, { name: 'www.torproject.org' })).toBe(true)
    expect(matches({ contains: 'tor' }, { name: 'news.example' })).toBe(false)
    expect(matches({ contains: 'tor' }, { address: '1.2.3.4' })).toBe(false)
  })
})

describe('inForce', () => {
  it('holds everywhere and always by default', () => {
    const { rule, home, phone } = ruleOf({})
    expect([inForce(rule, home, 1), inForce(rule, phone, 99)]).toEqual([true, true])
  })

  it.each([
    ['phone', [false, true]],
    ['AS29355', [false, true]],
    ['AS1299', [false, true]],
    ['AS9198', [true, false]],
  ])('at %s', (at, expected) => {
    const { rule, home, phone } = ruleOf({ at })
    expect([inForce(rule, home, 1), inForce(rule, phone, 1)]).toEqual(expected)
  })

  it('counts both ends of from and until in', () => {
    const { rule, home } = ruleOf({ from: 2, until: 3 })
    expect([1, 2, 3, 4].map((sweep) => inForce(rule, home, sweep))).toEqual([false, true, true, false])
  })
})
