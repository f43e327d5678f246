import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { findSeat, seated } from './built-in-roots.ts'
import { createAuthorities } from './certificates.ts'

const seat = await findSeat()

describe.skipIf(!seat)('the lab’s root among the built-in ones', () => {
  it('takes the place of one of them and changes nothing else', async () => {
    if (!seat) return
    const { lab } = await createAuthorities(seat)
    const { raw, subject, fingerprint } = new X509Certificate(lab.certificate)
    const module = seated(seat, lab.certificate)
    expect(module.length).toBe(seat.module.length)
    expect([module.includes(raw), module.includes(seat.der), subject.includes('Fenceline Lab')]).toEqual([
      true,
      false,
      true,
    ])
    expect(module.includes(Buffer.from(fingerprint.replaceAll(':', ''), 'hex'))).toBe(true)
    const different = module.reduce((sum, byte, at) => sum + (byte === seat.module[at] ? 0 : 1), 0)
    // Its certificate, its name (some copies), its serial number and its hash.
    expect(different).toBeLessThan(raw.length + 3 * seat.subject.length + 3 * seat.serial.length + 20)
  })

  it('is refused to a root that was not made for it', async () => {
    if (!seat) return
    const { unknown } = await createAuthorities(seat)
    expect(() => seated(seat, unknown.certificate)).toThrow('not made for that seat')
  })
})
