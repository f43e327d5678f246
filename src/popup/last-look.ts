import * as v from 'valibot'
import { CONNECTIVITIES } from '../../core/model/status.ts'
import type { Tick } from '../history/records.ts'
import { browser } from '../platform/browser.ts'

/** What a heartbeat found, as much of it as is told where no history is kept. */
export type LinkLook = Pick<Tick, 'at' | 'connectivity' | 'networkId'>

const LinkLookSchema = v.object({
  at: v.number(),
  connectivity: v.picklist(CONNECTIVITIES),
  networkId: v.string(),
}) satisfies v.GenericSchema<unknown, LinkLook>

/** The last heartbeat of this browser session, recorded or not; null before the first. */
export async function lookOfSession(): Promise<LinkLook | null> {
  const look = v.safeParse(LinkLookSchema, (await browser.storage.session.get('link')).link)
  return look.success ? look.output : null
}

/** The newest look on one network: what was seen on another says nothing of this one. */
export function lastLookOn(networkId: string, looks: readonly (LinkLook | null)[]): LinkLook | null {
  const here = looks.filter((look) => look?.networkId === networkId)
  return here.reduce((newest, look) => (look && look.at > (newest?.at ?? 0) ? look : newest), null)
}
