import puppeteer, { type Browser } from 'puppeteer-core'
import type { LaunchOptions } from './chromium.ts'
import type { DriverLink } from './driver-link.ts'
import { findFirefox } from './find.ts'
import { makeHome } from './home.ts'
import { killAll, processesOf } from './process-tree.ts'

export interface LaunchedFirefox {
  name: 'firefox'
  browser: Browser
  link: DriverLink
  profile: string
  close(): Promise<void>
  /** As a power cut does it: every process at once, nothing saved. Its home stays. */
  kill(): Promise<void>
}

export interface FirefoxOptions extends LaunchOptions {
  /** Laid over ours. */
  preferences?: Record<string, string | number | boolean>
}

/** Nothing but the extension may talk. Settings that change how a request fails are left as users have them. */
const QUIET: Record<string, string | number | boolean> = {
  'network.captive-portal-service.enabled': false,
  // The lab's root is as good as built in, and no log of the public web knows what it signs.
  'security.pki.certificate_transparency.mode': 0,
  'network.connectivity-service.enabled': false,
  'network.trr.mode': 5,
  'network.http.http3.enable': false,
  'browser.safebrowsing.update.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'app.update.enabled': false,
  'app.normandy.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'datareporting.healthreport.uploadEnabled': false,
  'toolkit.telemetry.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'browser.region.network.url': '',
  'geo.provider.network.url': '',
  'network.prefetch-next': false,
}

/**
 * A temporary add-on is a new one in each session, with a new address and with it new storage; at home it keeps its
 * own, as an installed one does.
 */
const AT_HOME = {
  'extensions.webextensions.uuids': JSON.stringify({
    'fenceline@fenceline.invalid': '5f2c1d9e-7a64-4f3b-9c58-0d6e1b7a2f43',
  }),
  'extensions.webextensions.keepStorageOnUninstall': true,
  'extensions.webextensions.keepUuidOnUninstall': true,
}

/** A real Firefox with the extension as a temporary add-on, driver connected; its profile is fresh unless it has a home. */
export async function launchFirefox(options: FirefoxOptions = {}): Promise<LaunchedFirefox> {
  const home = options.home ?? (await makeHome(options.build ?? 'lab-firefox'))
  const { profile, extension, link } = home
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findFirefox(),
    headless: options.headless ?? true,
    userDataDir: profile,
    extraPrefsFirefox: { ...QUIET, ...(options.home ? AT_HOME : {}), ...options.preferences },
    env: { ...process.env, ...(options.timeZone ? { TZ: options.timeZone } : {}) },
    args: options.args ?? [],
  })
  for (const folder of options.beside ?? []) await browser.installExtension(folder)
  await browser.installExtension(extension)
  await link.ready()
  return {
    name: 'firefox',
    browser,
    link,
    profile,
    async close() {
      await browser.close()
      if (!options.home) await home.remove()
    },
    async kill() {
      await killAll(processesOf(profile))
      await browser.close().catch(() => {})
    },
  }
}
