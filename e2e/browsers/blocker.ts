import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdtemp, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserName } from '../run/ports.ts'
import type { LaunchedChromium } from './chromium.ts'
import type { LaunchedFirefox } from './firefox.ts'

/** uBlock Origin as Debian packages it (webext-ublock-origin-firefox). Its hosts come by policy: e2e/lab/policies.ts. */
const UBLOCK = '/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}/uBlock0@raymondhill.net'
/** The filter lists of a real Manifest V3 blocker, AdGuard's, where that package is installed. */
const ADGUARD_RULES = '@adguard/dnr-rulesets'

/** Folders of the blockers to load beside the extension: real ones where there are any. */
export async function blockers(browser: BrowserName, hosts: readonly string[]): Promise<string[]> {
  if (browser === 'firefox' && existsSync(UBLOCK)) {
    const folder = join(await mkdtemp(join(tmpdir(), 'fenceline-blocker-')), 'ublock')
    // Its folder is full of links, which a browser does not follow out of an add-on.
    await cp(UBLOCK, folder, { recursive: true, dereference: true })
    return [folder]
  }
  return [await writeBlocker(hosts)]
}

/**
 * A blocker of our own in Manifest V3's way, with AdGuard's base list where it is at hand: Chromium takes no other
 * version any more, and none that it takes is packaged whole.
 */
async function writeBlocker(hosts: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fenceline-blocker-'))
  const lists = await copyLists(folder)
  const resources = [...lists, { id: 'hosts', enabled: true, path: 'hosts.json' }]
  const manifest = {
    manifest_version: 3,
    name: 'Blocker',
    version: '1',
    permissions: ['declarativeNetRequest'],
    host_permissions: ['*://*/*'],
    declarative_net_request: { rule_resources: resources },
    browser_specific_settings: { gecko: { id: 'blocker@lab.invalid' } },
  }
  const resourceTypes = ['main_frame', 'sub_frame', 'xmlhttprequest', 'websocket', 'other']
  const rules = [
    { id: 1, priority: 1, action: { type: 'block' }, condition: { requestDomains: hosts, resourceTypes } },
  ]
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
  await writeFile(join(folder, 'hosts.json'), JSON.stringify(rules))
  return folder
}

/** AdGuard's base and tracking lists, which its extension switches on by default. */
async function copyLists(folder: string) {
  const lists = declarativeLists()
  if (!lists) return []
  const wanted = ['ruleset_2', 'ruleset_3'].filter((id) => readdirSync(lists).includes(id))
  await Promise.all(wanted.map((id) => cp(join(lists, id, `${id}.json`), join(folder, `${id}.json`))))
  return wanted.map((id) => ({ id, enabled: true, path: `${id}.json` }))
}

function declarativeLists(): string | null {
  try {
    const main = createRequire(import.meta.url).resolve(ADGUARD_RULES)
    const lists = join(dirname(main), 'filters', 'declarative')
    return existsSync(lists) ? lists : null
  } catch {
    return null
  }
}

/** A blocker that blocks nothing would prove nothing: waits until the user's own page is stopped. */
export async function seeItBlock(launched: LaunchedChromium | LaunchedFirefox, host: string): Promise<void> {
  const page =
    launched.name === 'chromium' ? await launched.context.newPage() : await launched.browser.newPage()
  const until = performance.now() + 30_000
  let seen = ''
  while (performance.now() < until) {
    seen = await page.goto(`https://${host}/`, { timeout: 5000 }).then(
      () => page.url(),
      (error: Error) => error.message,
    )
    if (/BLOCKED_BY_CLIENT|extension:\/\/|BLOCKED_BY_|NS_ERROR_ABORT|NS_BINDING_ABORTED/.test(seen)) {
      await page.close()
      return
    }
    await sleep(500)
  }
  throw new Error(`the blocker lets https://${host}/ pass: ${seen}`)
}
