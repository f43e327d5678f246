import { expect, it } from 'vitest'
import { foundOf, networkIdOf } from './found.ts'

it.each([
  [{ asn: 9198, cc: 'KZ', name: 'JSC Kazakhtelecom' }, false, 'as9198-kz', 'JSC Kazakhtelecom'],
  [{ asn: 9198, cc: 'KZ', name: null }, true, 'as9198-kz-vpn', null],
  [{ asn: 12_997, cc: 'ZZ', name: ' ' }, false, 'as12997', null],
  [{ asn: 12_997, cc: null, name: 'a\u202Eb\u0007  c\u200D' }, false, 'as12997', 'a b c'],
])('%o is %s', (answer, proxied, id, operator) => {
  const found = foundOf(answer)
  expect(networkIdOf(found, proxied)).toBe(id)
  expect(found.operator).toBe(operator)
})

it('keeps names short', () => {
  expect(foundOf({ asn: 1, cc: null, name: 'x'.repeat(200) }).operator).toHaveLength(80)
})
