import * as v from 'valibot'
import { Connections } from '../measure/connections.ts'
import { browser } from '../platform/browser.ts'

const KEY = 'connections'
const Kept = v.array(
  v.tuple([
    v.string(),
    v.object({
      at: v.number(),
      ip: v.nullable(v.string()),
      leaf: v.nullable(v.string()),
      cut: v.optional(v.literal(true)),
    }),
  ]),
)

/** The browser's open connections outlive the worker, and end with the browser: so does session storage. */
export async function loadConnections(): Promise<Connections> {
  const kept = v.safeParse(Kept, (await browser.storage.session.get(KEY))[KEY])
  return new Connections(kept.success ? kept.output : [])
}

export async function saveConnections(connections: Connections): Promise<void> {
  await browser.storage.session.set({ [KEY]: connections.entries(Date.now()) })
}
