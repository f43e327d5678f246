import { browser } from './browser.ts'

/** A request that other people's servers get from us: its URL is compared whole for `get`, by host for `post`. */
export interface NamelessRequest {
  method: 'get' | 'post'
  url: string
}

/**
 * What would tell one installation, one user or one browser from another. Firefox puts a UUID made at installation
 * into the Origin of every POST of an extension, Chromium the extension's id.
 */
export const STRIPPED_HEADERS = [
  'origin',
  'referer',
  'user-agent',
  'accept-language',
  'cookie',
  'dnt',
  'sec-gpc',
  'sec-ch-ua',
  'sec-ch-ua-mobile',
  'sec-ch-ua-platform',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
  'sec-fetch-storage-access',
] as const

export interface StrippingRule {
  id: number
  priority: number
  action: { type: 'modifyHeaders'; requestHeaders: { header: string; operation: 'remove' }[] }
  condition: {
    requestDomains: string[]
    /** Us alone: the user's own visits to that host are theirs, headers and all. */
    initiatorDomains: string[]
    requestMethods: ('get' | 'post')[]
    resourceTypes: ['xmlhttprequest']
    urlFilter?: string
  }
}

/** Who asks namelessly. Each sees to its own rules, and leaves those of the others in force. */
export type StrippingUser = 'control' | 'networks'

const FIRST_ID: Record<StrippingUser, number> = { control: 1, networks: 101 }
const MOST_RULES = 100

const isOf = (user: StrippingUser, id: number): boolean =>
  id >= FIRST_ID[user] && id < FIRST_ID[user] + MOST_RULES

/**
 * One rule for each request. No rule can be fixed in the package: it could not name us (Firefox makes our host at
 * installation), so it would strip the user's own requests to that path as well.
 */
export function strippingRules(
  user: StrippingUser,
  requests: readonly NamelessRequest[],
  ownHost: string,
): StrippingRule[] {
  return requests.slice(0, MOST_RULES).map(({ method, url }, index) => ({
    id: FIRST_ID[user] + index,
    priority: 1,
    action: {
      type: 'modifyHeaders',
      requestHeaders: STRIPPED_HEADERS.map((header) => ({ header, operation: 'remove' })),
    },
    condition: {
      requestDomains: [new URL(url).hostname],
      initiatorDomains: [ownHost],
      requestMethods: [method],
      resourceTypes: ['xmlhttprequest'],
      // A look at a listed site must stay what a visitor sends, even when its host publishes something for us.
      ...(method === 'get' ? { urlFilter: `|${new URL(url).href}|` } : {}),
    },
  }))
}

/** Whether everything wanted stands in what there is; browsers may add fields of their own. */
function holds(there: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(there) &&
      there.length === wanted.length &&
      wanted.every((part, i) => holds(there[i], part))
    )
  }
  if (typeof wanted !== 'object' || wanted === null) return there === wanted
  if (typeof there !== 'object' || there === null) return false
  return Object.entries(wanted).every(([key, part]) => holds((there as Record<string, unknown>)[key], part))
}

/**
 * Sees to it that these requests of ours leave without what tells who we are, and that no others are touched. Call
 * it before the first of them; rejects when the browser does not confirm the rules: then nothing may be asked. The
 * browser applies them only to hosts the user let us reach.
 */
export async function stripHeaders(user: StrippingUser, requests: readonly NamelessRequest[]): Promise<void> {
  const rules = browser.declarativeNetRequest
  const wanted = strippingRules(user, requests, new URL(browser.runtime.getURL('')).hostname)
  const inForce = async () => {
    const there = (await rules.getDynamicRules()).filter(({ id }) => isOf(user, id))
    return there.length === wanted.length && wanted.every((rule) => there.some((other) => holds(other, rule)))
      ? null
      : there
  }
  const stale = await inForce()
  if (!stale) return
  await rules.updateDynamicRules({ removeRuleIds: stale.map(({ id }) => id), addRules: wanted })
  if (await inForce()) throw new Error('The browser did not take the rules that strip headers')
}
