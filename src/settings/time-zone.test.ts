import { expect, it } from 'vitest'
import { countryOfTimeZone } from './time-zone.ts'

it.each([
  ['Asia/Almaty', 'KZ'],
  ['Asia/Qyzylorda', 'KZ'],
  ['Asia/Aqtau', 'KZ'],
  ['Asia/Bishkek', 'KG'],
  ['Asia/Tashkent', ''],
  ['Europe/Berlin', ''],
  ['UTC', ''],
  ['', ''],
])('%s speaks for %j', (timeZone, country) => {
  expect(countryOfTimeZone(timeZone)).toBe(country)
})

it('knows every zone of Kazakhstan that this runtime knows', () => {
  const known = Intl.supportedValuesOf('timeZone')
  const kazakh = known.filter((zone) => /Almaty|Aqt|Atyrau|Oral|Qostanay|Qyzylorda|Kyzylorda/.test(zone))
  expect(kazakh.length).toBeGreaterThanOrEqual(7)
  for (const zone of kazakh) expect(countryOfTimeZone(zone)).toBe('KZ')
})
