import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'

/** One speed test of one visitor. */
export interface SpeedTest {
  /** YYYY-MM-DD. */
  day: string
  network: string
  /** ISO 3166, as the network is registered; '' when unknown. */
  country: string
  operator: string
  /** The visitor's address cut to its network's first part: tests of one place may be of one visitor. */
  place: string
  targetKbps: number
  controlKbps: number
}

const speed = v.pipe(v.string(), v.nonEmpty(), v.transform(Number), v.number(), v.finite(), v.minValue(0))
const RowSchema = v.object({
  datetime_rounded: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d /)),
  anonymized_ip: v.string(),
  /** '' where no route was known. */
  asn: v.pipe(v.string(), v.regex(/^\d*$/)),
  as_country: v.string(),
  as_organization: v.string(),
  test_result: speed,
  control_result: speed,
})

/**
 * The published tests, files in the order of their names. "Russia Twitter Throttle Dataset" by Andrey Viktorov and
 * Leonid Evdokimov, https://github.com/4ndv/russia-twitter-throttle, CC BY 4.0.
 */
export function readSpeedTests(folder: string): { tests: SpeedTest[]; unread: number } {
  const tests: SpeedTest[] = []
  let unread = 0
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .sort()
  for (const file of files) {
    const [head = '', ...lines] = readFileSync(join(folder, file), 'utf8').split(/\r?\n/)
    const names = cells(head)
    for (const line of lines) {
      if (line === '') continue
      const values = cells(line)
      const row = v.safeParse(RowSchema, Object.fromEntries(names.map((name, i) => [name, values[i]])))
      if (row.success) tests.push(speedTest(row.output))
      else unread += 1
    }
  }
  return { tests, unread }
}

function speedTest(row: v.InferOutput<typeof RowSchema>): SpeedTest {
  return {
    day: row.datetime_rounded.slice(0, 10),
    // Some numbers appear under two countries: a network that moved, or an error in the registry.
    network: `AS${row.asn} ${row.as_country}`,
    country: row.as_country,
    operator: row.as_organization,
    place: row.anonymized_ip,
    targetKbps: row.test_result,
    controlKbps: row.control_result,
  }
}

/** The cells of one line of RFC 4180; no cell of this data set holds a line break. */
export function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
}
