import { describe, expect, it } from 'vitest'
import { homeFilter } from './home-filter.ts'
import { scenarioOf } from './selftest-world.ts'
import { hasSix } from './user-link.ts'
import { addressInName } from './zone.ts'

describe('the neutral zone', () => {
  it.each([
    ['1-2-3-4.sslip.io', '1.2.3.4'],
    ['www.1-2-3-4.sslip.io', '1.2.3.4'],
    ['2001-db8--1.sslip.io', '2001:db8::1'],
    ['1-2-3-400.sslip.io', null],
    ['sslip.io', null],
    ['1-2-3-4.example', null],
  ])('%s leads to %s', (name, address) => {
    expect(addressInName(name)).toBe(address)
  })
})

describe('a filter at home', () => {
  it('answers falsely for its list and for advertising, declares itself, and lets the rest pass', () => {
    const local = { dnsFilter: ['*.shut.example'] }
    expect(homeFilter(local, 'a.shut.example')?.addresses).toEqual(['0.0.0.0'])
    expect(homeFilter(local, 'googleads.g.doubleclick.net')?.addresses).toEqual(['0.0.0.0'])
    expect(homeFilter(local, 'use-application-dns.net')?.rcode).toBe('NXDOMAIN')
    expect(homeFilter(local, 'open.example')).toBeNull()
  })

  it('is not there without a list', () => {
    expect(homeFilter({ dnsFilter: [] }, 'googleads.g.doubleclick.net')).toBeNull()
  })
})

describe('the line’s IPv6', () => {
  const four = { host: 'four.example', ips: ['93.184.217.1'] }
  const six = { host: 'six.example', ips: ['93.184.217.2', '2A02:26F0:0::2'] }
  it.each([
    [[four], 'ok', false],
    [[four, six], 'ok', true],
    [[four, six], 'none', false],
    [[four], 'broken', true],
  ])('%j %s: %s', (sites, ipv6, expected) => {
    expect(hasSix(scenarioOf({ sites, local: { ipv6 } }))).toBe(expected)
  })

  it('has one spelling', () => {
    expect(scenarioOf({ sites: [six] }).sites[0]?.ips).toEqual(['93.184.217.2', '2a02:26f0::2'])
  })
})
