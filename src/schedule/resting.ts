import type { Resting } from '../messages/messages.ts'
import type { Settings } from '../settings/settings.ts'
import { isUsedUp, nextLocalDay, type Reserve, type Spent } from './day-budget.ts'

export interface Circumstances {
  settings: Settings
  /** The browser says that this connection is paid for by the byte, or that the user wants to save. */
  metered: boolean
  vpn: boolean
  spent: Spent
  /** What must be left for others. */
  reserve: Reserve
  now: number
  /** How long until circumstances that nobody tells us of are looked at again. */
  recheckMs: number
}

/** Why nothing is done in the background now; null when nothing holds it back. The first reason is the one told. */
export function restOf(c: Circumstances): Resting | null {
  const { settings, now } = c
  if (settings.paused) return { why: 'paused', until: null }
  if (c.vpn && settings.quietOnVpn) return { why: 'vpn', until: now + c.recheckMs }
  if (c.metered && settings.onMetered === 'pause') return { why: 'metered', until: now + c.recheckMs }
  if (isUsedUp(c.spent, settings, c.reserve)) return { why: 'budget', until: nextLocalDay(now) }
  return null
}

/** How much rarer sweeps are on a connection that is paid for by the byte. */
const METERED_FACTOR = 4

export const intervalFactor = (settings: Pick<Settings, 'onMetered'>, metered: boolean): number =>
  metered && settings.onMetered === 'less' ? METERED_FACTOR : 1
