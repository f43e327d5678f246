import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batches } from './batch.ts'
import { claimsOf } from './claims.ts'
import { scenario } from './fake-ports.ts'

const named = (groups: ReturnType<typeof batches>) => groups.map((group) => group.map(({ name }) => name))
const rule = (name: string, censor: unknown[], over = {}) => scenario(name, { censor, ...over })

describe('batches', () => {
  it('puts what does not collide together, in order', () => {
    expect(named(batches([scenario('b'), scenario('a'), scenario('c')]))).toEqual([['b', 'a', 'c']])
  })

  it('keeps scenarios with the same host or address apart', () => {
    const site = { host: 'same.example', ips: ['93.184.1.1'] }
    const other = { host: 'other.example', ips: ['93.184.1.1'] }
    const watch = (host: string) => ({ watch: [`https://${host}/`], expect: {} })
    const groups = batches([
      scenario('a', { sites: [site], ...watch('same.example') }),
      scenario('b', { sites: [{ ...site, ips: ['93.184.1.2'] }], ...watch('same.example') }),
      scenario('c', { sites: [other], ...watch('other.example') }),
      scenario('d'),
    ])
    expect(named(groups)).toEqual([
      ['a', 'd'],
      ['b', 'c'],
    ])
  })

  it.each([
    ['a wildcard', { on: 'sni', match: '*.a.example', do: 'reset' }],
    ['a piece of the name', { on: 'sni', match: { contains: 'a.ex' }, do: 'reset' }],
    ['everything', { on: 'dns', match: '*', do: 'nxdomain' }],
    ['the world outside', { on: 'foreign', do: 'drop' }],
    ['a shutdown', { on: 'all', do: 'drop' }],
    ['a resolver', { on: 'doh', match: 'dns.google', do: 'reset' }],
    ['a host that is not its own', { on: 'sni', match: 'b.example', do: 'reset' }],
    ['an address that is not its own', { on: 'ip', match: '93.184.7.7', do: 'drop' }],
  ])('gives a world of its own to a rule on %s', (_what, one) => {
    expect(named(batches([scenario('x'), rule('a', [one]), scenario('y')]))).toEqual([['x', 'y'], ['a']])
    expect(named(batches([rule('a', [one]), scenario('x')]))).toEqual([['a'], ['x']])
  })

  it.each([
    ['its host', { on: 'sni', match: 'a.example', do: 'reset' }],
    ['its host, asked of resolvers over HTTPS', { on: 'doh', match: 'a.example', do: 'nxdomain' }],
    ['its address', { on: 'ip', match: '93.184.216.40', do: 'drop' }],
    ['its address and a port', { on: 'ip', match: '93.184.216.40:443', do: 'drop' }],
  ])('shares the world when a rule bites %s only', (_what, one) => {
    const own = rule('a', [one], { sites: [{ host: 'a.example', ips: ['93.184.216.40'] }] })
    expect(named(batches([scenario('x'), own]))).toEqual([['x', 'a']])
  })

  it('never shares the hosts that everybody asks', () => {
    const reference = scenario('ref', {
      sites: [{ host: 'www.ripe.net', ips: ['93.184.216.41'] }],
      watch: ['https://www.ripe.net/'],
      expect: {},
    })
    expect(named(batches([scenario('x'), reference, scenario('y')]))).toEqual([['x', 'y'], ['ref']])
  })

  it('shares only with equal networks, device and steps, however the file orders its fields', () => {
    const groups = batches([
      scenario('a', { local: { rttMs: 80, doh: 'none' } }),
      scenario('b'),
      scenario('c', { local: { doh: 'none', rttMs: 80 } }),
      scenario('d', { sweeps: 2 }),
      scenario('e', { networks: [{ id: 'home', cc: 'KG' }] }),
      scenario('f', { steps: [{}] }),
    ])
    expect(named(groups)).toEqual([['a', 'c'], ['b', 'f'], ['d'], ['e']])
  })

  it('keeps a scenario that expects another link state apart', () => {
    const off = scenario('a', { expect: { connectivity: ['offline', 'degraded'] } })
    const on = scenario('b', { expect: { connectivity: ['online', 'degraded'] } })
    expect(named(batches([off, on, scenario('c')]))).toEqual([['a'], ['b', 'c']])
  })

  it('takes a new batch when one is full', () => {
    expect(named(batches([scenario('a'), scenario('b'), scenario('c')], 2))).toEqual([['a', 'b'], ['c']])
  })

  it('loses nothing, repeats nothing, and never lets two share a name', () => {
    const hosts = fc.uniqueArray(fc.constantFrom('p', 'q', 'r', 's'), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(hosts, { maxLength: 12 }), (lists) => {
        const all = lists.map((list, index) =>
          scenario(`n${index}`, {
            sites: list.map((host) => ({ host: `${host}.example`, ips: [`93.184.2.${host.charCodeAt(0)}`] })),
            watch: [`https://${list[0]}.example/`],
            expect: {},
          }),
        )
        const groups = batches(all)
        expect(groups.flat().sort((a, b) => all.indexOf(a) - all.indexOf(b))).toEqual(all)
        for (const group of groups) {
          expect(group).toEqual([...group].sort((a, b) => all.indexOf(a) - all.indexOf(b)))
          const names = group.flatMap((one) => claimsOf(one).names)
          expect(new Set(names).size).toBe(names.length)
        }
      }),
    )
  })
})
