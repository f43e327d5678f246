import { describe, expect, it, vi } from 'vitest'
import type { Outage } from '../../core/connectivity/outage.ts'
import { speaking } from '../ui/messages.test-kit.ts'
import type { LinkNow } from './link-now.ts'

vi.mock('../platform/browser.ts', () => ({ browser: speaking('en') }))
const { linkLines } = await import('./link-words.ts')

const MINUTE = 60_000
/** Of today, in whatever time zone the test runs. */
const at = (hour: number, minute: number) => new Date(2022, 0, 5, hour, minute).getTime()
const NOW = at(16, 0)

const outage: Outage = {
  id: 'o',
  networkId: 'unknown',
  kind: 'offline',
  onset: { from: at(10, 25), to: at(10, 30) },
  end: null,
  ticks: { offline: 20 },
  unobservedMs: 0,
  returns: [],
  lowest: 0,
  worked: {},
}
const calm: LinkNow = {
  outage: null,
  worked: [],
  level: { percent: null, why: 'too-few-ticks', ticks: 0, hours: 0 },
  findings: [],
  domestic: false,
}
const level = (percent: number): LinkNow['level'] => ({
  percent,
  low: percent,
  high: percent,
  ticks: 6,
  asked: 60,
  answered: 3,
  since: at(15, 30),
  ordinary: 0.98,
  basis: 'same-hour',
  hours: 28,
})
const ongoing = (change: Partial<Outage>): LinkNow => ({
  ...calm,
  outage: { outage: { ...outage, ...change }, standing: 'ongoing' },
})
/** As a reader sees it: without the marks that keep names left to right. */
const said = (link: LinkNow) => linkLines(link, NOW).map((line) => line.replaceAll(/[\u2066\u2069]/g, ''))
const clock = (hour: number, minute: number) =>
  new Intl.DateTimeFormat('en', { timeStyle: 'short' }).format(at(hour, minute))

describe('an outage that goes on', () => {
  it('began in a bracket, never at one instant', () => {
    expect(said(ongoing({}))).toEqual([`It began between ${clock(10, 25)} and ${clock(10, 30)}.`])
  })

  it('at nothing of ordinary has nothing to add to “offline”', () => {
    expect(said({ ...ongoing({}), level: level(0) })).toHaveLength(1)
    expect(said({ ...ongoing({}), level: level(3) })).toHaveLength(2)
  })

  it('has no beginning that anybody saw where nothing good came before', () => {
    expect(said(ongoing({ onset: { from: null, to: at(10, 30) } }))).toEqual([
      `It was so already at ${clock(10, 30)}, when watching began.`,
    ])
  })

  it('tells what nobody watched from what was offline', () => {
    expect(said(ongoing({ unobservedMs: 180 * MINUTE }))[1]).toMatch(/^For 3 hours of it nobody watched/)
    expect(said(ongoing({ unobservedMs: 10 * MINUTE }))).toHaveLength(1)
  })

  it('counts the short returns', () => {
    const back = { from: at(12, 0), to: at(12, 10) }
    expect(said(ongoing({ returns: [back, back] }))).toContain('It came back briefly, 2 times.')
  })

  it('of the way abroad names what still answers, a few at most', () => {
    const national = ongoing({ kind: 'national-only' })
    expect(said({ ...national, worked: ['kaspi.kz', 'nic.kz'] })).toContain(
      'What still answered: kaspi.kz, nic.kz',
    )
    expect(said({ ...national, worked: ['a', 'b', 'c', 'd', 'e', 'f'] })).toContain(
      'What still answered: a, b, c, d, e, …',
    )
    expect(said({ ...ongoing({}), worked: ['kaspi.kz'] }).join()).not.toContain('kaspi')
  })

  it('may be over without anybody knowing', () => {
    const lost: LinkNow = { ...calm, outage: { outage, standing: 'unknown' } }
    expect(said(lost)).toContain('Whether it is over is not known: nobody has watched since.')
  })
})

describe('an outage that is over', () => {
  const ended = (change: Partial<Outage>): LinkNow => ({
    ...calm,
    outage: {
      outage: { ...outage, end: { from: at(10, 45), to: at(10, 50) }, ...change },
      standing: 'ended',
    },
  })

  it('has two brackets', () => {
    expect(said(ended({}))).toEqual([
      `Earlier you were offline. It began between ${clock(10, 25)} and ${clock(10, 30)} and ended between ${clock(10, 45)} and ${clock(10, 50)}.`,
    ])
  })

  it.each(['offline', 'national-only', 'portal', 'degraded', 'domestic'] as const)(
    'has words: %s',
    (kind) => {
      expect(said(ended({ kind }))[0]).toMatch(/^Earlier /)
    },
  )
})

describe('what the line and the sites say together', () => {
  const finding = {
    targetIds: ['https://kaspi.kz/'],
    hosts: ['www.iana.org'],
    category: null,
    range: null,
    share: null,
  }

  it('names a short list of permitted sites once', () => {
    const national = ongoing({ kind: 'national-only' })
    const lines = said({
      ...national,
      worked: ['kaspi.kz'],
      findings: [{ ...finding, id: 'whitelist-exceptions' }],
    })
    expect(lines.filter((line) => line.includes('kaspi.kz'))).toEqual([
      'Almost nothing answers, but a few sites do: kaspi.kz, www.iana.org. This is consistent with a short list of permitted sites.',
    ])
  })

  it('tells slowness of everything, sites of one kind, and neighbouring addresses', () => {
    const lines = said({
      ...calm,
      findings: [
        { ...finding, id: 'general-slowness' },
        { ...finding, id: 'category-blocked', category: 'NEWS' },
        { ...finding, id: 'range-blocked', range: '93.184.216.0/24' },
        { ...finding, id: 'single-sites' },
      ],
    })
    expect(lines).toEqual([
      'Everything is slow, not just single sites.',
      'Most sites of one kind fail while others open: kaspi.kz.',
      'Sites at neighbouring addresses (93.184.216.0/24) fail together: the addresses may be cut off, not the names.',
    ])
  })
})

describe('the level', () => {
  it('is told with its meaning when it is low', () => {
    expect(said({ ...calm, level: level(5) })).toEqual([
      '**5% of ordinary**: that is how much of what usually answers at this hour answers now.',
    ])
  })

  it('is nothing to tell when it is ordinary or not known', () => {
    expect(said({ ...calm, level: level(97) })).toEqual([])
    expect(said(calm)).toEqual([])
  })
})
