import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAddress, isBogon, isTunnelAddress, normaliseAddress, sameAddress } from './address.ts'

describe('isBogon', () => {
  const bogons = [
    ['private', '10.10.34.35 172.16.0.1 172.31.255.255 192.168.1.1 fc00::1 fd12:3456::1'],
    ['loopback', '127.0.0.1 127.0.53.53 ::1 [::1]'],
    ['unspecified', '0.0.0.0 0.1.2.3 ::'],
    ['link-local', '169.254.1.1 fe80::1'],
    ['carrier NAT', '100.64.0.1 100.127.255.255'],
    ['documentation', '192.0.2.1 198.51.100.7 203.0.113.9 2001:db8::1'],
    ['reserved', '240.0.0.1 255.255.255.255 198.18.0.1 192.0.0.1'],
    ['multicast', '224.0.0.1 239.1.1.1 ff02::1'],
    ['inside IPv6', '::ffff:10.0.0.1 ::ffff:127.0.0.1 64:ff9b::a00:1'],
    ['no address', 'garbage 1.2.3 999.1.1.1'],
  ] as const
  for (const [name, list] of bogons) {
    it(`${name}: ${list}`, () => expect(list.split(' ').filter((ip) => !isBogon(ip))).toEqual([]))
  }
  it('leaves public addresses alone', () => {
    const open =
      '93.184.216.34 1.1.1.1 172.32.0.1 100.128.0.1 2606:4700::1111 64:ff9b::808:808 ::ffff:8.8.8.8 192.31.196.1'
    expect(open.split(' ').filter(isBogon)).toEqual([])
  })
})

describe('addresses', () => {
  it('have one spelling', () => {
    expect(normaliseAddress('[2001:DB8:0:0::1]')).toBe('2001:db8::1')
    expect(sameAddress('::ffff:93.184.216.34', '93.184.216.34')).toBe(true)
    expect(sameAddress('93.184.216.34', '93.184.216.35')).toBe(false)
  })
  it('are told from names', () => {
    expect(['1.2.3.4', '[::1]', '::1'].every(isAddress)).toBe(true)
    expect(['news.example', '1.2.3', '', '0x7f.1'].some(isAddress)).toBe(false)
  })
  it('of tunnels are known', () => {
    expect(isTunnelAddress('198.19.255.1')).toBe(true)
    expect(isTunnelAddress('198.20.0.1')).toBe(false)
  })
  it('stay the same when normalised again, and never throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), (text) => {
        expect(normaliseAddress(normaliseAddress(text))).toBe(normaliseAddress(text))
        isBogon(text)
      }),
    )
  })
})
