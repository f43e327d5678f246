import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { beforeAll, describe, expect, it } from 'vitest'
import { judge } from '../../core/verdict/judge.ts'
import type { Scenario, TargetExpectation } from '../lab/scenario.ts'
import { compareTarget } from './expect.ts'
import { loadScenarios } from './load.ts'
import { expectationFor } from './overlay.ts'
import { RECORDINGS } from './record.ts'
import { RecordingSchema } from './recording.ts'

const files = readdirSync(RECORDINGS).filter((name) => name.endsWith('.json'))
let scenarios = new Map<string, Scenario>()
beforeAll(async () => {
  scenarios = new Map((await loadScenarios([], '.')).map((scenario) => [scenario.name, scenario]))
})

it('has recordings to replay', () => {
  expect(files.length, 'make them with: npm run lab -- run --record').toBeGreaterThan(0)
})

/** What one look alone can say of it: only the looks before lift `likely` to `confirmed` (core/verdict/series.ts). */
function ofOneLook(expected: TargetExpectation): TargetExpectation {
  const confidences = [expected.confidence ?? []].flat()
  return confidences.includes('confirmed')
    ? { ...expected, confidence: [...confidences, 'likely'] }
    : expected
}

describe.each(files)('%s', (file) => {
  const { scenario, browser, targets } = v.parse(
    RecordingSchema,
    JSON.parse(readFileSync(join(RECORDINGS, file), 'utf8')),
  )

  it.each(targets)('$url is judged as expected', ({ url, expected, observations }) => {
    const now = scenarios.get(scenario)
    const wanted = (now && expectationFor(now.expect, browser).targets[url]) ?? expected
    const country = now?.networks[0]?.cc ?? ''
    const verdict = judge({ url, browser, allSites: true, observations, ...(country ? { country } : {}) })
    expect(
      compareTarget(ofOneLook(wanted), [verdict]).problems,
      `rules: ${verdict.rules.join(', ')}`,
    ).toEqual([])
  })
})
