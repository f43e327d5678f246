import { browser } from '../platform/browser.ts'
import { ALL_SITES } from '../platform/permissions.ts'

export const ALL_ORIGINS: readonly string[] = [ALL_SITES]

/**
 * Asks the browser for host access. Call it first thing in a click handler, before any await: Firefox forgets the
 * gesture at the first one. Answers at once and without a question when access is there already.
 */
export async function askAccess(origins: readonly string[]): Promise<boolean> {
  return origins.length === 0 || browser.permissions.request({ origins: [...origins] })
}
