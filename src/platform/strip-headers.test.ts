import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { NamelessRequest, StrippingRule } from './strip-headers.ts'

const rules = {
  there: [] as StrippingRule[],
  updates: 0,
  /** What the browser makes of rules it is given. */
  take: (added: StrippingRule[]): StrippingRule[] => structuredClone(added),
}
const declarativeNetRequest = {
  getDynamicRules: async () => structuredClone(rules.there),
  updateDynamicRules: async ({
    removeRuleIds,
    addRules,
  }: {
    removeRuleIds: number[]
    addRules: StrippingRule[]
  }) => {
    rules.updates++
    const clash = addRules.some(({ id }) =>
      rules.there.some((old) => old.id === id && !removeRuleIds.includes(old.id)),
    )
    if (clash) throw new Error('Rule with that id exists')
    rules.there = [...rules.there.filter(({ id }) => !removeRuleIds.includes(id)), ...rules.take(addRules)]
  },
}
const runtime = { getURL: (path: string) => `moz-extension://0f1e2d3c-own/${path}` }
vi.mock('./browser.ts', () => ({ browser: { declarativeNetRequest, runtime } }))
const { stripHeaders, strippingRules } = await import('./strip-headers.ts')

const helper: NamelessRequest = { method: 'post', url: 'https://control.example/' }
const published: NamelessRequest = { method: 'get', url: 'https://view.example/control/snapshot' }

beforeEach(() => {
  rules.there = []
  rules.updates = 0
  rules.take = (added) => structuredClone(added)
})

describe('stripHeaders', () => {
  it('has rules for our requests alone, confirmed', async () => {
    await stripHeaders('control', [helper, published])
    expect(rules.there).toMatchObject([
      { condition: { requestDomains: ['control.example'], requestMethods: ['post'] } },
      {
        condition: {
          requestDomains: ['view.example'],
          requestMethods: ['get'],
          urlFilter: '|https://view.example/control/snapshot|',
        },
      },
    ])
    for (const { condition } of rules.there) {
      expect(condition.initiatorDomains).toEqual(['0f1e2d3c-own'])
      expect(condition.resourceTypes).toEqual(['xmlhttprequest'])
    }
  })

  it.each(['origin', 'referer', 'user-agent', 'accept-language', 'cookie'])(
    'takes away %s',
    async (header) => {
      await stripHeaders('control', [helper])
      expect(rules.there[0]?.action.requestHeaders).toContainEqual({ header, operation: 'remove' })
    },
  )

  it('leaves rules alone that are as they should be, with what a browser adds of its own', async () => {
    rules.take = (added) =>
      added.map((rule) => ({ ...rule, condition: { ...rule.condition, isUrlFilterCaseSensitive: false } }))
    await stripHeaders('control', [helper])
    await stripHeaders('control', [helper])
    expect(rules.updates).toBe(1)
  })

  it.each<[string, StrippingRule[]]>([
    ['another installation’s', strippingRules('control', [helper], 'another-host')],
    ['too many', strippingRules('control', [helper, published], '0f1e2d3c-own')],
    ['too few', []],
  ])('replaces %s', async (_name, stale) => {
    rules.there = stale
    await stripHeaders('control', [helper])
    expect(rules.there).toEqual(strippingRules('control', [helper], '0f1e2d3c-own'))
  })

  it.each<[string, (added: StrippingRule[]) => StrippingRule[]]>([
    ['drops them', () => []],
    [
      'drops a header',
      (added) =>
        added.map((rule) => ({
          ...rule,
          action: { ...rule.action, requestHeaders: rule.action.requestHeaders.slice(1) },
        })),
    ],
    [
      'drops the host',
      (added) => added.map((rule) => ({ ...rule, condition: { ...rule.condition, requestDomains: [] } })),
    ],
  ])('rejects when the browser %s', async (_name, take) => {
    rules.take = take
    await expect(stripHeaders('control', [helper])).rejects.toThrow('did not take')
  })

  it('leaves the rules of another user in force, whoever comes last', async () => {
    const lookup: NamelessRequest = { method: 'get', url: 'https://lookup.example/json' }
    await stripHeaders('control', [helper, published])
    await stripHeaders('networks', [lookup])
    await stripHeaders('control', [helper])
    expect(rules.there.map(({ condition }) => condition.requestDomains).sort()).toEqual([
      ['control.example'],
      ['lookup.example'],
    ])
    expect(new Set(rules.there.map(({ id }) => id)).size).toBe(2)
    await stripHeaders('networks', [lookup])
    expect(rules.updates).toBe(3)
  })

  it('rejects when the browser refuses', async () => {
    rules.take = () => {
      throw new Error('quota')
    }
    await expect(stripHeaders('control', [helper])).rejects.toThrow('quota')
  })
})
