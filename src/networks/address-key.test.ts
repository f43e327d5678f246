import { describe, expect, it } from 'vitest'
import { addressKey, isSeenAddress } from './address-key.ts'

const salt = new Uint8Array(32).fill(7)
const other = new Uint8Array(32).fill(8)

describe('addressKey', () => {
  it.each([
    ['2.133.0.2', '::ffff:2.133.0.2'],
    ['2a02:2133:1::2', '2A02:2133:0001:0000::99'],
    ['2a02:2133::2', '2a02:2133:0:0:ffff::1'],
    ['2a02:2133:1:2:3:4:5:6', '2a02:2133:1:2::'],
  ])('%s and %s are one line', async (a, b) => {
    expect(await addressKey(salt, a)).toBe(await addressKey(salt, b))
  })

  it.each([
    ['2.133.0.2', '2.133.0.3'],
    ['2a02:2133:1:1::2', '2a02:2133:1:2::2'],
    ['2a02:2133::', '2a02:2133:0:1::'],
  ])('%s and %s are two', async (a, b) => {
    expect(await addressKey(salt, a)).not.toBe(await addressKey(salt, b))
  })

  it('says nothing without the salt, and nothing of the address', async () => {
    const key = await addressKey(salt, '2.133.0.2')
    expect(key).not.toBe(await addressKey(other, '2.133.0.2'))
    expect(key).toMatch(/^[A-Za-z0-9+/]{16}$/)
  })
})

it.each([
  ['2.133.0.2', true],
  ['2a02:2133::2', true],
  ['10.0.0.1', false],
  ['100.64.0.1', false],
  ['::1', false],
  ['fe80::1', false],
  ['<html>', false],
  ['', false],
])('others may see us at %s: %s', (text, seen) => {
  expect(isSeenAddress(text)).toBe(seen)
})
