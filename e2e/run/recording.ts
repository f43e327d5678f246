import * as v from 'valibot'
import { ObservationSchema } from '../../core/model/observation.ts'
import { upcast } from '../../core/model/upcast.ts'
import { TargetExpectationSchema } from '../lab/scenario-schema.ts'
import { BROWSERS } from './ports.ts'

/** What one browser saw of one scenario's targets, in its last sweep: enough to judge them again with no lab. */
export const RecordingSchema = v.strictObject({
  scenario: v.string(),
  browser: v.picklist(BROWSERS),
  targets: v.array(
    v.strictObject({
      url: v.string(),
      /** As the scenario had it on the day; the scenario's file wins where it still exists. */
      expected: TargetExpectationSchema,
      /** Lifted to today's shape: an old recording stays as it was written. */
      observations: v.array(v.pipe(v.unknown(), v.transform(upcast), ObservationSchema)),
    }),
  ),
})
export type Recording = v.InferOutput<typeof RecordingSchema>
