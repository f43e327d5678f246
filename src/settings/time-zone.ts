/** Kazakhstan's zones in the IANA time zone database (zone1970.tab), with the older spelling browsers still use. */
const KZ_ZONES = new Set([
  'Asia/Almaty',
  'Asia/Aqtau',
  'Asia/Aqtobe',
  'Asia/Atyrau',
  'Asia/Oral',
  'Asia/Qostanay',
  'Asia/Qyzylorda',
  'Asia/Kyzylorda',
])

/** ISO 3166 code of the country a time zone speaks for, where we know in-country hosts; '' otherwise. */
export function countryOfTimeZone(timeZone: string): string {
  if (KZ_ZONES.has(timeZone)) return 'KZ'
  return timeZone === 'Asia/Bishkek' ? 'KG' : ''
}
