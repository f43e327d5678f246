import { describe, expect, it } from 'vitest'
import type { Status } from '../model/status.ts'
import type { FindingInput, TargetLook } from './finding-facts.ts'
import { FINDINGS, findingsOf } from './findings.ts'
import type { LinkState } from './state.ts'
import type { TickHost } from './tick.ts'

function hosts(foreign: number, inCountry: number, ms = 200): Record<string, TickHost> {
  const group = (name: TickHost['group'], n: number, up: number) =>
    Array.from({ length: n }, (_, i) => [`${name}${i}`, { group: name, ok: i < up, ms }] as const)
  return Object.fromEntries([...group('foreign', 4, foreign), ...group('in-country', 3, inCountry)])
}

let serial = 0
function site(status: Status, extra: Partial<TargetLook> = {}): TargetLook {
  serial++
  return {
    id: `site${serial}`,
    category: 'NEWS',
    domestic: false,
    status,
    mechanism: null,
    addresses: [`${1 + (serial % 200)}.${serial % 256}.1.1`],
    latencyMs: status === 'reachable' ? 300 : null,
    ...extra,
  }
}
const sites = (n: number, status: Status, extra: Partial<TargetLook> = {}) =>
  Array.from({ length: n }, () => site(status, extra))

function found(
  state: LinkState,
  up: [number, number],
  targets: TargetLook[],
  extra: Partial<FindingInput> = {},
) {
  return findingsOf({ state, hosts: hosts(...up), ordinaryMs: 200, targets, ...extra })
}
const names = (...args: Parameters<typeof found>) => found(...args).map(({ id }) => id)

describe('findingsOf', () => {
  it('says nothing while all is well', () => {
    expect(found('online', [4, 3], sites(20, 'reachable'))).toEqual([])
    expect(found('online', [0, 0], [])).toEqual([])
  })
  it('says of a cut line nothing but that', () => {
    expect(names('offline', [0, 0], sites(9, 'blocked'))).toEqual(['offline'])
    expect(names('portal', [0, 0], sites(9, 'blocked'))).toEqual(['portal'])
  })
  it('names what works when only the country does, and how much of it', () => {
    const [news, bank] = [site('reachable', { domestic: true }), site('reachable', { domestic: true })]
    const targets = [...sites(9, 'untested'), news, bank, site('untested', { domestic: true })]
    expect(found('national-only', [0, 2], targets)).toEqual([
      {
        id: 'national-only',
        targetIds: [news.id, bank.id],
        hosts: ['in-country0', 'in-country1'],
        category: null,
        range: null,
        share: { part: 2, of: 3 },
      },
    ])
  })
  it('names the foreign exceptions of a whitelist', () => {
    const bank = site('reachable')
    const [finding] = found('national-only', [0, 2], [...sites(9, 'untested'), bank])
    expect(finding).toMatchObject({ id: 'whitelist-exceptions', targetIds: [bank.id] })
    const [other] = found('degraded', [1, 3], sites(9, 'inconclusive'))
    expect(other).toMatchObject({ id: 'whitelist-exceptions', hosts: expect.arrayContaining(['foreign0']) })
    // One host of a poor line, and the sites answer: no whitelist.
    expect(names('degraded', [1, 3], [...sites(5, 'inconclusive'), ...sites(5, 'reachable')])).toEqual([])
  })
  it('tells a domestic outage, and goes on: sites abroad may be blocked beside it', () => {
    const targets = [...sites(9, 'reachable'), site('blocked')]
    expect(names('domestic', [4, 0], targets)).toEqual(['domestic-outage', 'single-sites'])
  })
  it('calls a line slow when the sites are slow with it', () => {
    const slow = { hosts: hosts(4, 3, 4_000) }
    const targets = sites(6, 'reachable', { latencyMs: 5_000 })
    expect(found('degraded', [4, 3], targets, slow)).toMatchObject([
      { id: 'general-slowness', share: { part: 6, of: 6 } },
    ])
    expect(names('degraded', [4, 3], sites(6, 'reachable'), slow)).toEqual([])
    expect(names('degraded', [4, 3], targets, { ...slow, ordinaryMs: 3_000 })).toEqual([])
  })
  it('tells a blocked category from single sites', () => {
    const messengers = sites(4, 'blocked', { category: 'COMT', mechanism: 'tls-sni' })
    const targets = [
      ...messengers,
      site('reachable', { category: 'COMT' }),
      ...sites(15, 'reachable'),
      site('blocked'),
    ]
    expect(found('online', [4, 3], targets)).toMatchObject([
      { id: 'category-blocked', category: 'COMT', share: { part: 4, of: 5 } },
      { id: 'single-sites', targetIds: [targets.at(-1)?.id] },
    ])
    // Half of everything is blocked: no category stands out.
    const mixed = ['NEWS', 'COMT', 'ANON'].flatMap((category) => [
      ...sites(3, 'blocked', { category }),
      ...sites(3, 'reachable', { category }),
    ])
    expect(names('online', [4, 3], mixed)).toEqual(['single-sites'])
  })
  it('tells a range of addresses, when names are not what is blocked', () => {
    const hosted = { addresses: ['104.16.1.1', '104.16.1.2'], mechanism: 'ip' as const }
    const categories = ['NEWS', 'COMT', 'HUMR', 'ANON']
    const at = (status: Status, mechanism: TargetLook['mechanism']) =>
      categories.map((category) => site(status, { ...hosted, category, mechanism }))
    const others = categories.flatMap((category) => sites(5, 'reachable', { category }))
    expect(found('online', [4, 3], [...at('blocked', 'ip'), ...others])).toMatchObject([
      { id: 'range-blocked', range: '104.16.0.0/16', share: { part: 4, of: 4 } },
    ])
    expect(names('online', [4, 3], [...at('blocked', 'tls-sni'), ...others])).toEqual(['single-sites'])
    expect(names('online', [4, 3], [...at('down', null), ...others])).toEqual(['range-blocked'])
  })
  it('answers in the order of the table, each id known', () => {
    const all = names(
      'domestic',
      [4, 0],
      [
        ...sites(15, 'reachable'),
        ...sites(4, 'blocked', { category: 'COMT', addresses: ['104.16.1.1'], mechanism: 'ip' }),
        site('blocked'),
      ],
    )
    expect(all).toEqual(FINDINGS.filter((id) => all.includes(id)))
    expect(all).toEqual(['domestic-outage', 'category-blocked', 'range-blocked', 'single-sites'])
  })
})
