import { rm } from 'node:fs/promises'
import puppeteer, { type Browser } from 'puppeteer-core'
import type { LaunchOptions } from './chromium.ts'
import { DriverLink } from './driver-link.ts'
import { copyExtension } from './extension-copy.ts'
import { findFirefox } from './find.ts'

export interface LaunchedFirefox {
  name: 'firefox'
  browser: Browser
  link: DriverLink
  close(): Promise<void>
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

/** A real Firefox with a fresh profile and the extension as a temporary add-on, driver connected. */
export async function launchFirefox(options: FirefoxOptions = {}): Promise<LaunchedFirefox> {
  const link = await DriverLink.open()
  const extension = await copyExtension(options.build ?? 'lab-firefox', link.port)
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findFirefox(),
    headless: options.headless ?? true,
    extraPrefsFirefox: { ...QUIET, ...options.preferences },
    env: { ...process.env, ...(options.timeZone ? { TZ: options.timeZone } : {}) },
    args: options.args ?? [],
  })
  for (const folder of options.beside ?? []) await browser.installExtension(folder)
  await browser.installExtension(extension)
  await link.ready()
  const close = async () => {
    await browser.close()
    await link.close()
    await rm(extension, { recursive: true, force: true, maxRetries: 5 })
  }
  return { name: 'firefox', browser, link, close }
}
