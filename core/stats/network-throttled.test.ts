import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { networkThrottled, type SpeedReport } from './network-throttled.ts'

const held: SpeedReport = { targetKbps: 108, controlKbps: 5_000 }
const free: SpeedReport = { targetKbps: 4_000, controlKbps: 5_000 }
const slowLine: SpeedReport = { targetKbps: 90, controlKbps: 300 }
const silent: SpeedReport = { targetKbps: null, controlKbps: 5_000 }

const of = (n: number, report: SpeedReport): SpeedReport[] => Array.from({ length: n }, () => report)

describe('networkThrottled', () => {
  it.each<[string, SpeedReport[], boolean]>([
    ['nobody', [], false],
    ['one client, however sure', of(1, held), false],
    ['two of two', of(2, held), true],
    ['two of five: a partial roll-out', [...of(2, held), ...of(3, free)], true],
    ['one of five', [...of(1, held), ...of(4, free)], false],
    ['two of seven', [...of(2, held), ...of(5, free)], true],
    ['two of eight: by chance once in a hundred', [...of(2, held), ...of(6, free)], false],
    ['three of ten', [...of(3, held), ...of(7, free)], true],
    ['slow lines tell nothing', of(5, slowLine), false],
    ['what was not measured counts for nothing', [...of(2, held), ...of(9, silent)], true],
    ['slow lines do not water down', [...of(2, held), ...of(9, slowLine)], true],
    ['256 kbit/s', of(5, { targetKbps: 256, controlKbps: 5_000 }), false],
    ['a slow site beside a control hardly faster', of(5, { targetKbps: 200, controlKbps: 600 }), false],
    ['128 kbit/s on a line of 600', of(5, { targetKbps: 128, controlKbps: 600 }), true],
  ])('%s', (_, reports, throttled) => {
    expect(networkThrottled(reports).throttled).toBe(throttled)
  })

  it('tells how many, and of how many lines it can speak', () => {
    const { hits, usable, p, share } = networkThrottled([...of(4, held), free, slowLine, silent])
    expect({ hits, usable }).toEqual({ hits: 4, usable: 5 })
    expect(p).toBeLessThan(1e-5)
    expect(share[0]).toBeGreaterThan(0.3)
    expect(share[1]).toBeLessThan(1)
  })

  const kbps = fc.option(fc.double({ min: 0.1, max: 100_000, noNaN: true }))
  const report = fc.record({ targetKbps: kbps, controlKbps: kbps })

  it('does not care for the order, and one more client held back never clears a network', () => {
    fc.assert(
      fc.property(fc.array(report, { maxLength: 15 }), (reports) => {
        const said = networkThrottled(reports)
        expect(networkThrottled(reports.toReversed())).toEqual(said)
        if (said.throttled) expect(networkThrottled([...reports, held]).throttled).toBe(true)
        else expect(networkThrottled([...reports, free, slowLine, silent]).throttled).toBe(false)
      }),
    )
  })

  it('never calls a network whose targets are as fast as their controls', () => {
    const equal = kbps.map((speed) => ({ targetKbps: speed, controlKbps: speed }))
    fc.assert(
      fc.property(fc.array(equal, { maxLength: 15 }), (reports) => {
        expect(networkThrottled(reports).throttled).toBe(false)
      }),
    )
  })
})
