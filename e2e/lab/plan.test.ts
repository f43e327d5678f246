import { describe, expect, it } from 'vitest'
import type { Authorities } from './certificates.ts'
import { networkFirewall, outsideFirewall } from './firewall.ts'
import { layOut } from './plan.ts'
import { aliases, deadAddresses, openPorts } from './ports.ts'
import { scenarioOf } from './selftest-world.ts'

const none = { certificate: '', key: '' }
const authorities: Authorities = { lab: none, censor: none, inspection: none, unknown: none }
const site = (host: string, address: string, extra = {}) => ({ host, ips: [address], ...extra })
const plan = (...scenarios: Record<string, unknown>[]) =>
  layOut(
    scenarios.map((parts, n) => scenarioOf({ name: `s${n}`, ...parts })),
    authorities,
  )
const a = site('a.example', '93.184.217.1')
const b = site('b.example', '93.184.217.2')

describe('layOut', () => {
  it('serves the product’s own parties in every world', () => {
    const hosts = plan({ sites: [a] }).sites.map(({ host }) => host)
    expect(hosts).toEqual(
      expect.arrayContaining([
        'dns.google',
        'www.iana.org',
        'expired.badssl.com',
        '0.th.ooni.org',
        'speed.cloudflare.com',
        'use-application-dns.net',
        'a.example',
      ]),
    )
  })

  it('lets a scenario put its own site in place of a reference host', () => {
    const sites = plan({ sites: [site('www.iana.org', '93.184.217.9', { down: true })] }).sites
    expect(sites.filter(({ host }) => host === 'www.iana.org')).toMatchObject([
      { ips: ['93.184.217.9'], down: 'drop' },
    ])
  })

  it('keeps a resolver answering when a scenario moves it, and moves a party off an address a scenario wants', () => {
    const iana = plan({ sites: [a] }).sites.find(({ host }) => host === 'www.iana.org')?.ips[0] ?? ''
    const { sites } = plan({ sites: [site('dns.google', '93.184.217.1'), site('x.example', iana)] })
    expect(sites.find(({ host }) => host === 'dns.google')).toMatchObject({
      ips: ['93.184.217.1'],
      doh: '/dns-query',
    })
    expect(sites.find(({ host }) => host === 'www.iana.org')?.ips).not.toContain(iana)
  })

  it.each([
    [[{ sites: [a] }, { sites: [a] }], 'both have a.example'],
    [[{ sites: [a] }, { sites: [site('c.example', '93.184.217.1')] }], 'both are at 93.184.217.1'],
    [[{ sites: [a] }, { sites: [b], local: { rttMs: 5 } }], 'local conditions differ'],
    [[{ sites: [a] }, { sites: [b], networks: [{ id: 'home', asn: 1 }] }], 'network home differs'],
    [[{ sites: [site('x.example', 'fd77::5')] }], 'the lab needs for its own wires'],
    [[{ sites: [site('x.example', '194.165.16.7')] }], 'the lab needs for its own wires'],
    [[{ sites: [site('x.example', '92.46.0.53')] }], 'the lab needs for its own wires'],
  ])('refuses %j', (scenarios, message) => {
    expect(() => plan(...scenarios)).toThrow(message)
  })
})

describe('ports', () => {
  const { sites } = plan({
    sites: [
      a,
      site('plain.example', '93.184.217.3', { https: 'none' }),
      site('dead.example', '93.184.217.4', { down: 'drop' }),
      site('refused.example', '93.184.217.5', { down: 'refused' }),
      site('half.example', '93.184.217.6', { down: 'drop' }),
      site('alive.example', '93.184.217.6'),
    ],
  })
  const own = openPorts(sites).map(({ address, port }) => `${address}:${port}`)

  it('opens what a living site serves, and no more', () => {
    expect(own).toEqual(expect.arrayContaining(['93.184.217.1:443', '93.184.217.1:80', '93.184.217.3:80']))
    expect(own).not.toContain('93.184.217.3:443')
    expect(own.some((port) => /217\.[45]:/.test(port))).toBe(false)
  })

  it('keeps an address alive while anyone lives there', () => {
    expect(deadAddresses(sites)).toEqual(['93.184.217.4'])
    expect(own).toContain('93.184.217.6:443')
  })

  it('gives each address an alias of its own', () => {
    const all = [...aliases(sites, ['93.184.218.1']).values()]
    expect(new Set(all).size).toBe(all.length)
    expect(aliases(sites, ['93.184.218.1']).has('93.184.218.1')).toBe(true)
  })
})

describe('firewalls', () => {
  const rules = (censor: Record<string, unknown>[], extra = {}) =>
    networkFirewall(
      plan({ sites: [a, site('kz.example', '93.184.217.2', { cc: 'KZ' })], censor, ...extra }),
      0,
    )

  it.each([
    [{ on: 'ip', match: 'a.example', do: 'drop' }, 'ip daddr 93.184.217.1 drop'],
    [
      { on: 'ip', match: '93.184.217.1:443', do: 'reset' },
      'ip daddr 93.184.217.1 tcp dport 443 meta l4proto tcp reject with tcp reset',
    ],
    [
      { on: 'ip', match: '93.184.217.1', do: 'reject' },
      'ip daddr 93.184.217.1 reject with icmp admin-prohibited',
    ],
    [{ on: 'all', do: 'drop', lossPct: 12.5 }, 'numgen random mod 1000 < 125 drop'],
  ])('%j', (rule, line) => {
    expect(rules([rule])).toContain(line)
    expect(rules([])).not.toContain(line)
  })

  it.each([
    [{ on: 'ip', match: '2a02:26f0::1', do: 'drop' }, 'ip6 daddr 2a02:26f0::1 drop'],
    [
      { on: 'ip', match: 'six.example', do: 'reject' },
      'ip6 daddr 2a02:26f0::1 reject with icmpv6 admin-proh',
    ],
    [{ on: 'ip', match: '[2a02:26f0::1]:443', do: 'drop' }, 'ip6 daddr 2a02:26f0::1 tcp dport 443 drop'],
  ])('over IPv6 %j', (rule, line) => {
    const sites = [a, site('six.example', '2A02:26F0:0::1')]
    expect(rules([rule], { sites })).toContain(line)
    expect(rules([], { sites })).not.toContain(line)
    expect(rules([], { sites })).toMatch(/2a02:26f0::1 \. 443 : fd77::/)
  })

  it('resolvers and control hosts out of reach are dropped, those that are not there refuse', () => {
    const { sites } = plan({ sites: [a] })
    const at = (host: string) => `ip daddr ${sites.find((one) => one.host === host)?.ips[0]}`
    const text = rules([], { local: { doh: 'none', control: 'unreachable' } })
    expect(text).toContain(`${at('dns.google')} meta l4proto tcp reject with tcp reset`)
    expect(text).toContain(`${at('0.th.ooni.org')} drop`)
    expect(rules([])).not.toContain(at('0.th.ooni.org'))
  })

  it('a national-only internet spares the country’s own sites', () => {
    const line =
      rules([{ on: 'foreign', do: 'drop' }])
        .split('\n')
        .find((one) => one.includes('!=')) ?? ''
    expect(line).toContain('93.184.217.2')
    expect(line).not.toContain('93.184.217.1,')
  })

  it('hands live ports over to the middlebox, and a relay’s too', () => {
    const text = rules([{ on: 'relay', match: 'a.example', relayAt: '93.184.218.1' }])
    expect(text).toMatch(/93\.184\.217\.1 \. 443 : 10\.77\./)
    expect(text).toMatch(/93\.184\.218\.1 \. 443 : 10\.77\./)
  })

  it('a dead site is silent in the outside', () => {
    expect(outsideFirewall(plan({ sites: [site('d.example', '93.184.217.8', { down: true })] }))).toMatch(
      /set dead .*93\.184\.217\.8/,
    )
  })
})
