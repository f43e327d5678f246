import type { Connectivity } from '../../core/model/status.ts'
import type { StatusRow } from '../history/read.ts'
import { browser } from '../platform/browser.ts'

const COLOURS = { trouble: '#c8460a', link: '#4a4f57' }

/** The toolbar says two things only: how many sites are blocked or slowed here, or that the link itself is broken. */
export function badgeFor(
  rows: readonly StatusRow[],
  connectivity: Connectivity | null,
): { text: string; colour: string } {
  if (connectivity === 'offline' || connectivity === 'portal' || connectivity === 'national-only') {
    return { text: '!', colour: COLOURS.link }
  }
  const troubled = rows.filter(
    ({ target, latest }) =>
      target.enabled && (latest?.verdict.status === 'blocked' || latest?.verdict.status === 'throttled'),
  ).length
  return { text: troubled > 0 ? String(Math.min(troubled, 999)) : '', colour: COLOURS.trouble }
}

export async function showBadge(
  rows: readonly StatusRow[],
  connectivity: Connectivity | null,
): Promise<void> {
  const { text, colour } = badgeFor(rows, connectivity)
  await browser.action.setBadgeBackgroundColor({ color: colour })
  await browser.action.setBadgeText({ text })
}
