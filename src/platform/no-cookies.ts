import { browser } from './browser.ts'

const RULE_ID = 1

const remove = (header: string) => ({ header, operation: 'remove' as const })

/**
 * What a request with credentials would say of the user, and a WebSocket of this installation (Firefox puts a UUID made
 * at installation into its Origin). Everything else we send is sent without credentials, so nothing is lost.
 */
const rule = (ownHost: string) => ({
  id: RULE_ID,
  priority: 2,
  action: {
    type: 'modifyHeaders' as const,
    requestHeaders: ['cookie', 'authorization', 'origin', 'sec-fetch-storage-access'].map(remove),
    // Nor may the site leave a cookie where the user never was.
    responseHeaders: [remove('set-cookie')],
  },
  condition: {
    tabIds: [-1],
    initiatorDomains: [ownHost],
    resourceTypes: ['xmlhttprequest' as const, 'websocket' as const],
  },
})

/**
 * Sees to it that no request of our own background carries or keeps cookies, whatever its credentials mode. Seen on the
 * wire in Chromium 156 and Firefox 153, for fetch in both and for WebSockets in Firefox; a WebSocket of Chromium's
 * worker passes no rule and no listener, so none may be opened there. Rejects when the browser does not confirm it.
 */
export async function sendNoCookies(): Promise<void> {
  const rules = browser.declarativeNetRequest
  const isThere = async () => (await rules.getSessionRules()).some(({ id }) => id === RULE_ID)
  // Session rules outlive the worker and end with the browser.
  if (await isThere()) return
  const ownHost = new URL(browser.runtime.getURL('')).hostname
  await rules.updateSessionRules({ removeRuleIds: [RULE_ID], addRules: [rule(ownHost)] })
  if (!(await isThere())) throw new Error('The browser did not take the rule that strips cookies')
}
