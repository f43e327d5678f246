import { expect, it } from 'vitest'
import { isPublicAsn } from './asn.ts'

it.each([
  [9198, true],
  [206_026, true],
  [1, true],
  [131_072, true],
  [4_199_999_999, true],
  [0, false],
  [-1, false],
  [1.5, false],
  [Number.NaN, false],
  [23_456, false],
  [64_512, false],
  [65_535, false],
  [4_200_000_000, false],
  [4_294_967_296, false],
])('AS%s can be on the internet: %s', (asn, can) => {
  expect(isPublicAsn(asn)).toBe(can)
})
