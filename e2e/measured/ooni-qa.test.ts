import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { judge } from '../../core/verdict/judge.ts'
import { OoniMeasurementSchema } from './ooni-measurement.ts'
import { QA_TRUTH } from './qa-truth.ts'
import { reduce } from './reduce.ts'

const folder = process.env.FENCELINE_DATA ? join(process.env.FENCELINE_DATA, 'ooni-qa') : ''
const files = folder && existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []

it('knows the truth of all fifty scenarios', () => {
  expect(Object.keys(QA_TRUTH)).toHaveLength(50)
})

describe.skipIf(files.length === 0)(
  "OONI's emulated measurements (set FENCELINE_DATA to their folder's parent)",
  () => {
    const cases = files.flatMap((file) =>
      (['chromium', 'firefox'] as const).map((browser) => ({ file, browser })),
    )

    it.each(cases)('$file as $browser sees it', ({ file, browser }) => {
      const truth = QA_TRUTH[file.replace(/\.json$/, '')]
      const measurement = v.parse(OoniMeasurementSchema, JSON.parse(readFileSync(join(folder, file), 'utf8')))
      const { input: url } = measurement
      const verdict = judge({ url, browser, allSites: true, observations: reduce(measurement, browser) })
      const said = `${verdict.rules.join(', ')}`
      expect(truth?.status, said).toContain(verdict.status)
      if (verdict.mechanism && truth?.mechanism) expect(truth.mechanism, said).toContain(verdict.mechanism)
    })
  },
)
