import * as v from 'valibot'

/**
 * The few things of a look's evidence that have a column. Loose on purpose: reading every observation to its last field
 * would cost more than all the rest of an export, and observations of any age have these.
 */
const SeenSchema = v.object({
  kind: v.literal('page'),
  role: v.string(),
  response: v.nullish(
    v.object({ status: v.nullish(v.number()), ip: v.nullish(v.string()), title: v.nullish(v.string()) }),
  ),
  failure: v.nullish(v.object({ code: v.string() })),
})

export interface Seen {
  failure: string | null
  status: number | null
  ip: string | null
  title: string | null
}

const NOTHING: Seen = { failure: null, status: null, ip: null, title: null }

/** How the request for the page itself ended. */
export function seenOf(observations: unknown): Seen {
  if (!Array.isArray(observations)) return NOTHING
  for (const item of observations as unknown[]) {
    if (typeof item !== 'object' || item === null || !('role' in item) || item.role !== 'target') continue
    const read = v.safeParse(SeenSchema, item)
    if (!read.success) continue
    const { response, failure } = read.output
    return {
      failure: failure?.code ?? null,
      status: response?.status ?? null,
      ip: response?.ip ?? null,
      title: response?.title ?? null,
    }
  }
  return NOTHING
}
