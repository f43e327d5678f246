/** A spreadsheet runs what begins with one of these as a formula (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r]/
const QUOTED = /[",\r\n]/

export type CsvValue = string | number | boolean | null | undefined

/**
 * One field as RFC 4180 writes it. Text that a spreadsheet would run gets an apostrophe in front, its sign for text;
 * numbers are ours and stay numbers.
 */
export function csvField(value: CsvValue): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function csvLine(values: readonly CsvValue[]): string {
  return values.map(csvField).join(',')
}
