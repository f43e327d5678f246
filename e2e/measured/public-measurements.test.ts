import { describe, expect, it } from 'vitest'
import { judge } from '../../core/verdict/judge.ts'
import type { Browser } from './as-browser.ts'
import { type MeasuredCase, publicMeasurements, ugandaElection } from './cases.ts'
import { reduce } from './reduce.ts'

const judged = ({ measurement }: MeasuredCase, browser: Browser) =>
  judge({
    url: new URL(measurement.input).href,
    browser,
    allSites: true,
    observations: reduce(measurement, browser),
  })

describe.each(['chromium', 'firefox'] as const)(
  'public measurements as %s would have seen them',
  (browser) => {
    it.each(publicMeasurements())('$name: $why', (measured) => {
      const { truth } = measured
      const verdict = judged(measured, browser)
      expect(truth.status, verdict.rules.join(', ')).toContain(verdict.status)
      if (verdict.mechanism && truth.mechanism) expect(truth.mechanism).toContain(verdict.mechanism)
    })

    it('Uganda, December 2025 to February 2026: nothing wrong in hundreds, so at most 3/n are', () => {
      const { cases, unknown } = ugandaElection()
      const wrong = cases.filter((one) => !one.truth.status.includes(judged(one, browser).status))
      expect(
        wrong.map((one) => [one.name, one.measurement.measurement_start_time, judged(one, browser).rules]),
      ).toEqual([])
      expect(cases.length).toBeGreaterThan(400)
      expect(unknown).toBeLessThan(12)
    })
  },
)
