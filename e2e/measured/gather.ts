import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { readPageText } from '../../src/measure/page-text.ts'
import { type OoniMeasurement, OoniMeasurementSchema } from './ooni-measurement.ts'

/**
 * `npx tsx e2e/measured/gather.ts FILE...` prints OONI measurements as public-measurements.json keeps them: only the
 * facts that a verdict can rest on. Of a page that is its title, a few words, the hosts it links to and its length.
 */
const TEXT = 200

function skeleton(body: string, url: string): string {
  const { title, text, linkHosts } = readPageText(new TextEncoder().encode(body), 'text/html', url)
  const links = linkHosts.map((host) => `<a href="https://${host}/"></a>`).join('')
  return `${title === null ? '' : `<title>${escaped(title)}</title>`}<p>${escaped(text.slice(0, TEXT))}</p>${links}`
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

function facts(measurement: OoniMeasurement): OoniMeasurement {
  const { test_keys: keys } = measurement
  const requests = keys.requests.map((r) => {
    if (!r.response) return r
    const { body, headers } = r.response
    const kept = ['server', 'content-type', 'cf-mitigated', 'location']
    return {
      ...r,
      response: {
        ...r.response,
        headers: Object.fromEntries(
          Object.entries(headers).filter(([name]) => kept.includes(name.toLowerCase())),
        ),
        body: body ? skeleton(body, r.request.url) : '',
        x_body_length: new TextEncoder().encode(body).byteLength,
      },
    }
  })
  return { ...measurement, test_keys: { ...keys, requests, control: withoutExtras(keys.control) } }
}

/** The helper's headers are many and tell little. */
function withoutExtras(control: unknown): unknown {
  return JSON.parse(JSON.stringify(control, (key, value: unknown) => (key === 'headers' ? {} : value)))
}

const files = process.argv.slice(2)
const cases = files.map((file) =>
  facts(v.parse(OoniMeasurementSchema, JSON.parse(readFileSync(file, 'utf8')))),
)
process.stdout.write(`${JSON.stringify(cases, null, 1)}\n`)
