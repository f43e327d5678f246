import { describe, expect, it } from 'vitest'
import { testArea } from '../settings/test-area.ts'
import { knownAddresses } from './known-addresses.ts'
import { networksMemory } from './memory.ts'
import { NETWORKS_KEY, parseNetworks } from './state.ts'

const DAY = 24 * 3_600_000
const home = { asn: 9198, country: 'KZ', operator: 'Kazakhtelecom' }
const phone = { asn: 29_355, country: 'KZ', operator: null }

function open(items: Record<string, unknown> = {}) {
  const area = testArea(items)
  const clock = { now: 100 * DAY }
  return { area, clock, known: knownAddresses(networksMemory(area), () => clock.now) }
}

describe('addresses that are known', () => {
  it('are recalled as the network they belong to, without being stored', async () => {
    const { area, known } = open()
    expect(await known.recall('2.133.0.2')).toBeNull()
    await known.learn('2.133.0.2', home)
    await known.learn('2.133.1.2', phone)
    expect(await known.recall('2.133.0.2')).toEqual(home)
    expect(await known.recall('2.133.1.2')).toEqual(phone)
    expect(await known.recall('2.133.2.2')).toBeNull()
    expect(JSON.stringify(area.items)).not.toContain('2.133')
  })

  it('are believed for 30 days, and never from the future', async () => {
    const { clock, known } = open()
    await known.learn('2.133.0.2', home)
    clock.now += 30 * DAY - 1
    expect(await known.recall('2.133.0.2')).toEqual(home)
    clock.now += 1
    expect(await known.recall('2.133.0.2')).toBeNull()
    clock.now -= 40 * DAY
    expect(await known.recall('2.133.0.2')).toBeNull()
  })

  it('are at most 50, each once, the newest kept', async () => {
    const { area, known } = open()
    for (let n = 0; n < 60; n++) await known.learn(`2.133.${n}.2`, home)
    await known.learn('2.133.59.2', phone)
    expect(parseNetworks(area.items[NETWORKS_KEY])?.known).toHaveLength(50)
    expect(await known.recall('2.133.59.2')).toEqual(phone)
    expect(await known.recall('2.133.9.2')).toBeNull()
    expect(await known.recall('2.133.10.2')).toEqual(home)
  })

  it('learned side by side are all kept, under one salt', async () => {
    const { known } = open()
    await Promise.all(['2.133.0.2', '2.133.1.2', '2.133.2.2'].map((one) => known.learn(one, home)))
    for (const one of ['2.133.0.2', '2.133.1.2', '2.133.2.2']) expect(await known.recall(one)).toEqual(home)
  })

  it.each([
    ['garbage', 'x'],
    ['a short salt', { salt: 'AA', current: null, doubted: false, known: [], tried: [] }],
  ])('begin anew after %s', async (_name, stored) => {
    const { known } = open({ [NETWORKS_KEY]: stored })
    expect(await known.recall('2.133.0.2')).toBeNull()
    await known.learn('2.133.0.2', home)
    expect(await known.recall('2.133.0.2')).toEqual(home)
  })
})
