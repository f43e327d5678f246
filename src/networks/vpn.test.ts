import { expect, it } from 'vitest'
import { looksLikeVpn } from './vpn.ts'

it.each([
  [9009, null, true],
  [60_068, 'Datacamp Limited', true],
  [65_000, 'Some Hosting LLC', true],
  [65_000, 'Example VPN Services', true],
  [65_000, 'Almaty Data Center', true],
  [9198, 'JSC Kazakhtelecom', false],
  [29_355, 'Kcell JSC', false],
  [3320, 'Deutsche Telekom AG', false],
  [1, 'Ghost Telecom', false],
  [1, null, false],
])('AS%d %s: %s', (asn, operator, vpn) => {
  expect(looksLikeVpn({ asn, operator })).toBe(vpn)
})
