import type { HistoryEvent } from '../../src/history/records.ts'
import type { Expectation } from '../lab/scenario.ts'
import type { Comparison } from './expect.ts'

/** A change of status the extension recorded. */
export type SeenEvent = Pick<HistoryEvent, 'url' | 'from' | 'to'>

type Wanted = Expectation['events']

/**
 * The recorded changes against those expected: null is not judged, [] is none may be, and otherwise each one
 * expected must be there, in the order given, and nothing beside. `seen` is null when the session cannot tell.
 */
export function compareEvents(
  expected: Wanted,
  seen: readonly SeenEvent[] | null,
): Comparison<Wanted, readonly SeenEvent[] | null> {
  const problems = expected === null ? [] : differences(expected, seen)
  return { ok: problems.length === 0, expected, got: seen, problems }
}

function differences(expected: NonNullable<Wanted>, seen: readonly SeenEvent[] | null): string[] {
  if (seen === null) return ['events are expected, but this browser session does not show any']
  const problems: string[] = []
  if (expected.length !== seen.length) {
    problems.push(`${seen.length} events [${seen.map(spell).join('; ')}], expected ${expected.length}`)
  }
  expected.forEach((wanted, index) => {
    const event = seen[index]
    if (!event) return
    const fits =
      (wanted.url === undefined || wanted.url === event.url) &&
      accepts(wanted.from, event.from.status) &&
      accepts(wanted.to, event.to.status)
    if (!fits) problems.push(`event ${index + 1} is ${spell(event)}, expected ${JSON.stringify(wanted)}`)
  })
  return problems
}

const accepts = (wanted: string | string[] | undefined, got: string): boolean =>
  wanted === undefined || (Array.isArray(wanted) ? wanted.includes(got) : wanted === got)
const spell = (event: SeenEvent): string => `${event.url} ${event.from.status} -> ${event.to.status}`
