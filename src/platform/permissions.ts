import { browser } from './browser.ts'

export const ALL_SITES = '*://*/*'

/** Whether the user let us reach this URL; without it nothing is asked of the site. */
export async function mayReach(url: string): Promise<boolean> {
  const { protocol, hostname } = new URL(url)
  // Match patterns know no ports and want IPv6 literals in brackets, as hostname gives them.
  return browser.permissions.contains({ origins: [`${protocol}//${hostname}/*`] })
}

export async function mayReachAll(): Promise<boolean> {
  return browser.permissions.contains({ origins: [ALL_SITES] })
}

/** Whether there is any host at all that the user let us reach. */
export async function mayReachAny(): Promise<boolean> {
  return ((await browser.permissions.getAll()).origins ?? []).length > 0
}
