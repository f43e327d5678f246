import { expect, it } from 'vitest'
import { addressRange } from './address-range.ts'

it('is what one hoster is given', () => {
  expect(addressRange('104.16.132.229')).toBe('104.16.0.0/16')
  expect(addressRange('[2606:4700::6810:84e5]')).toBe('2606:4700::/32')
  expect(addressRange('::ffff:104.16.1.1')).toBe('104.16.0.0/16')
})

it('is none of what no public site can have', () => {
  for (const no of ['127.0.0.1', '10.1.2.3', '::1', 'example.org', '']) expect(addressRange(no)).toBeNull()
})
