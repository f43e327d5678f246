import * as v from 'valibot'
import { type Outcome, single } from './outcome.ts'

const message = v.looseObject({
  code: v.string(),
  message: v.string(),
  file: v.optional(v.nullable(v.string())),
})
const ReportSchema = v.object({
  errors: v.array(message),
  warnings: v.array(message),
  notices: v.array(message),
})

/** Reads `web-ext lint --output json`: no errors, and a word on the warnings. */
export function webExtOutcome(stdout: string, said: string): Outcome {
  const report = v.safeParse(ReportSchema, parse(stdout))
  if (!report.success) return single('web-ext lint wrote no report that can be read', false, said)
  const { errors, warnings } = report.output
  const lines = errors.map(({ code, message: text, file }) => `${code}: ${text} ${file ?? ''}`)
  const outcome = single('web-ext lint', errors.length === 0, lines.join('\n'))
  const codes = [...new Set(warnings.map(({ code }) => code))].join(', ')
  return warnings.length ? { ...outcome, note: `${warnings.length} warnings (${codes})` } : outcome
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
