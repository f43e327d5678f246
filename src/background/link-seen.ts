import * as v from 'valibot'
import { CONNECTIVITIES, type Connectivity } from '../../core/model/status.ts'
import type { History } from '../history/open.ts'
import { latestTick } from '../history/read.ts'
import { browser } from '../platform/browser.ts'

const LinkSchema = v.object({ connectivity: v.picklist(CONNECTIVITIES) })

/** How the link was when somebody last looked: in this browser session, otherwise as far as the history knows. */
export async function linkSeen(history: History): Promise<Connectivity | null> {
  const link = v.safeParse(LinkSchema, (await browser.storage.session.get('link')).link)
  if (link.success) return link.output.connectivity
  return (await history.withDb(latestTick))?.connectivity ?? null
}
