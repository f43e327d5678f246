import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { figuresOf, throttleFigures } from './throttle.ts'
import { cells, readSpeedTests, type SpeedTest } from './throttle-data.ts'
import { anyTests, onePerPlace, pick, seeded } from './throttle-draws.ts'
import { cleanNetworks, networksOf, throttledNetworks } from './throttle-networks.ts'
import { judgeSeries, seriesOf } from './throttle-series.ts'

const scratch = mkdtempSync(join(tmpdir(), 'throttle-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const HEAD =
  'datetime_rounded,anonymized_ip,subnet,asn,as_country,as_organization,as_organization_iden,version,test_result,control_result,control_taco_result'
/** Ten tests of a network, of which the first `slow` look slowed; two a place. */
const tenTests = (asn: number, country: string, slow: number) =>
  Array.from(
    { length: 10 },
    (_, i) =>
      `2021-03-0${1 + (i % 2)} 00:00:00 UTC,192.0.2.${Math.floor(i / 2)},192.0.2.0/24,${asn},${country},"OOO ""Net, ${asn}""",X,4,${i < slow ? 108.5 : 5000},6000,7000`,
  )

function write(name: string, lines: string[]): string {
  const folder = join(scratch, name)
  mkdirSync(join(folder, 'throttle-2021'), { recursive: true })
  writeFileSync(join(folder, 'throttle-2021', '2021-03-01.csv'), `${[HEAD, ...lines].join('\n')}\n`)
  return folder
}

describe('the published speed tests', () => {
  it('are read cell by cell, quotes and commas included', () => {
    expect(cells('a,"OOO ""Net"", Ltd",,4,')).toEqual(['a', 'OOO "Net", Ltd', '', '4', ''])
    expect(cells('')).toEqual([''])
  })

  it('are read by the names of their columns; what is no test is counted, not guessed', () => {
    const folder = write('read', [...tenTests(64500, 'RU', 1).slice(0, 1), 'no,test', `${HEAD}`])
    const { tests, unread } = readSpeedTests(join(folder, 'throttle-2021'))
    expect(unread).toBe(2)
    expect(tests).toEqual([
      {
        day: '2021-03-01',
        network: 'AS64500 RU',
        country: 'RU',
        operator: 'OOO "Net, 64500"',
        place: '192.0.2.0',
        targetKbps: 108.5,
        controlKbps: 6000,
      },
    ])
  })

  it('give the two figures, and what they rest on', () => {
    const folder = write('figures', [
      ...tenTests(64500, 'RU', 10),
      ...tenTests(64501, 'RU', 4),
      ...tenTests(64502, 'DE', 0),
      ...tenTests(64503, 'DE', 10),
      ...tenTests(64504, 'DE', 0).slice(1),
    ])
    const said: string[] = []
    const figures = throttleFigures(folder, (line) => said.push(line))
    expect(figures.map(({ name, value, n, spread }) => ({ name, value, n, spread }))).toEqual([
      // A network of another country is clean by definition: its hits are false alarms, not a reason to leave it out.
      { name: 'verdicts.throttle-detect', value: 1, n: 1, spread: [1, 1] },
      { name: 'verdicts.throttle-false', value: 0.5, n: 2, spread: [0.5, 0.5] },
    ])
    expect(said.join('\n')).toContain('2 days, 49 tests, 0 unreadable')
    expect(said.join('\n')).toContain('falsely called: AS64503 DE')
  })

  it('are skipped with a word where they are not', () => {
    for (const folder of [undefined, '', scratch]) {
      const said: string[] = []
      expect(throttleFigures(folder, (line) => said.push(line))).toEqual([])
      expect(said.join()).toContain('skipped; FENCELINE_DATA')
    }
  })
})

describe('draws', () => {
  it('are the same for the same seed, without repetition, and fair', () => {
    const five = [1, 2, 3, 4, 5]
    expect(pick(five, 3, seeded(1))).toEqual(pick(five, 3, seeded(1)))
    const random = seeded(3)
    const counts = new Map<number, number>()
    for (let i = 0; i < 5_000; i++) {
      const picked = pick(five, 2, random)
      expect(new Set(picked).size).toBe(2)
      for (const one of picked) counts.set(one, (counts.get(one) ?? 0) + 1)
    }
    for (const one of five) expect(Math.abs((counts.get(one) ?? 0) - 2_000)).toBeLessThan(150)
  })

  it('take one test of a place where that is asked, and none from a network with too few', () => {
    const folder = write('places', tenTests(64500, 'RU', 5))
    const [network] = networksOf(readSpeedTests(join(folder, 'throttle-2021')).tests)
    if (!network) throw new Error('no network read')
    const places = onePerPlace(network, 5, seeded(1))?.map((test) => (test as SpeedTest).place)
    expect(new Set(places).size).toBe(5)
    expect(onePerPlace(network, 6, seeded(1))).toBeNull()
    expect(anyTests(network, 10, seeded(1))).toHaveLength(10)
    expect(anyTests(network, 11, seeded(1))).toBeNull()
  })
})

const data = process.env.FENCELINE_DATA
const real = data ? `${data}/throttle-2021` : ''

describe.skipIf(!data)(
  `Russia, 2021 as measured${data ? '' : ' (skipped: FENCELINE_DATA names no folder with throttle-2021/)'}`,
  () => {
    // Bounds with room for days not seen when the thresholds were set.
    it('throttled networks are found from five reports, clean ones are left alone', () => {
      const networks = networksOf(readSpeedTests(real).tests)
      expect(throttledNetworks(networks, 'medians').length).toBeGreaterThan(10)
      expect(cleanNetworks(networks).length).toBeGreaterThan(10)
      const [detect, alarm] = figuresOf(networks, 200)
      expect(detect?.value).toBeGreaterThan(0.93)
      expect(alarm?.value).toBeLessThan(0.02)
      expect(detect?.value).toBeGreaterThan(detect?.peerValue ?? 1)
    })

    it("one client's series is called likely when all five are slowed, and hardly ever outside the country", () => {
      const series = seriesOf(readSpeedTests(real).tests)
      const all = series.filter((five) =>
        five.every((test) => test.targetKbps < 150 && test.controlKbps > 600),
      )
      expect(all.length).toBeGreaterThan(20)
      expect(all.map(judgeSeries).filter((said) => said !== 'likely')).toEqual([])
      const abroad = series.filter(([first]) => first?.country !== 'RU')
      const called = abroad.filter((five) => judgeSeries(five) !== 'none').length
      expect(called / abroad.length).toBeLessThan(0.05)
    })
  },
)
