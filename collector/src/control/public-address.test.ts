import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { ownAddresses } from './own-addresses.ts'
import { isPublicAddress, parseAddress } from './public-address.ts'
import { REFUSED_ADDRESSES } from './refused-places.test-kit.ts'

const v4 = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255))

describe('public', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '93.184.216.34',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '11.0.0.0',
    '128.0.0.1',
    '169.253.255.255',
    '2001:200::1',
    '2001:4860:4860::8888',
    '2606:4700::1111',
    '2a00:1450::1',
    '2001:db7::1',
    '2620:4f:7fff::1',
  ])('%s', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each(Object.values(REFUSED_ADDRESSES).flat())('not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it('agrees with the library, which has the registries too, on every IPv4 address but one', () => {
    fc.assert(
      fc.property(v4, (parts) => {
        const text = parts.join('.')
        fc.pre(text !== '168.63.129.16')
        expect(isPublicAddress(text)).toBe(ipaddr.IPv4.parse(text).range() === 'unicast')
      }),
      { numRuns: 5000 },
    )
  })

  it('is never an IPv6 address that the library calls special', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.boolean(), (bytes, global) => {
        if (global) bytes[0] = 0x20 | ((bytes[0] ?? 0) & 0x1f)
        const address = new ipaddr.IPv6([...bytes])
        if (isPublicAddress(address.toString())) expect(address.range()).toBe('unicast')
      }),
      { numRuns: 5000 },
    )
  })
})

describe('an address', () => {
  it.each([
    '127.1',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '2130706433',
    '1.2.3.4.5',
    '1.2.3',
    '01.2.3.4',
    '1.2.3.256',
    ' 1.2.3.4',
    '1.2.3.4\n',
    'fe80::1%eth0',
    '[::1]',
    '::1%',
    '::1::',
    '',
    'a',
    ':',
    '1.2.3.4:80',
    '１.2.3.4',
  ])('is not %j', (text) => {
    expect(parseAddress(text)).toBe(null)
  })
})

describe('our own', () => {
  it('are single addresses and whole networks', () => {
    const isOwn = ownAddresses(['45.33.32.156', '203.0.114.0/24', '2600:3c01::/64'])
    for (const own of ['45.33.32.156', '203.0.114.9', '2600:3c01::1']) expect(isOwn(own)).toBe(true)
    for (const other of ['45.33.32.157', '203.0.115.9', '2600:3c02::1', 'x']) expect(isOwn(other)).toBe(false)
  })

  it.each(['x', '', '1.2.3.4/33', '1.2.3.4/', '1.2.3.4/-1', '::/129', '1.2.3/8', '::1/x'])(
    '%j is an error',
    (entry) => {
      expect(() => ownAddresses([entry])).toThrow('not an address or network')
    },
  )
})
