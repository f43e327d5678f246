import { X509Certificate } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { type Seat, seated } from './built-in-roots.ts'
import type { Authorities } from './certificates.ts'

const BUILT_IN_ROOTS = '/etc/firefox/built-in-roots.so'

const unlessThere = (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EEXIST') throw error
}

/** Managed policy: the user's browsers trust these roots and make no traffic of their own. */
export async function writePolicies(
  seat: Seat | null,
  trusted: Authorities[keyof Authorities][],
  adblock: readonly string[] = [],
): Promise<void> {
  const pems = trusted.map((authority) => authority.certificate)
  const chromium = JSON.stringify({
    CACertificates: pems.map((pem) => new X509Certificate(pem).raw.toString('base64')),
    DnsOverHttpsMode: 'off',
    QuicAllowed: false,
    ComponentUpdatesEnabled: false,
    MetricsReportingEnabled: false,
    SafeBrowsingProtectionLevel: 0,
    NetworkPredictionOptions: 2,
    SearchSuggestEnabled: false,
    DefaultBrowserSettingEnabled: false,
    BrowserSignin: 0,
    TranslateEnabled: false,
  })
  for (const folder of ['/etc/chromium', '/etc/opt/chrome', '/etc/chromium-browser']) {
    await mkdir(`${folder}/policies/managed`, { recursive: true })
    await writeFile(`${folder}/policies/managed/lab.json`, chromium)
  }
  const files = await Promise.all(
    pems.map(async (pem, index) => {
      const file = `/etc/firefox/lab-root-${index}.pem`
      await mkdir('/etc/firefox/policies', { recursive: true })
      await writeFile(file, pem)
      return file
    }),
  )
  // A library that is in use must not change under its users: the lab's root never does.
  const [webRoot] = pems
  if (seat && webRoot) {
    await writeFile(BUILT_IN_ROOTS, seated(seat, webRoot), { flag: 'wx' }).catch(unlessThere)
  }
  const firefox = {
    policies: {
      ...(seat ? { SecurityDevices: { Add: { 'The public web': BUILT_IN_ROOTS } } } : {}),
      Certificates: { Install: files },
      CaptivePortal: false,
      DisableAppUpdate: true,
      DisableFirefoxStudies: true,
      DisableTelemetry: true,
      DNSOverHTTPS: { Enabled: false },
      DontCheckDefaultBrowser: true,
      NetworkPrediction: false,
      OverrideFirstRunPage: '',
      OverridePostUpdatePage: '',
      // The user's own filters, the one way to hand them to uBlock Origin from outside.
      '3rdparty': {
        Extensions: {
          'uBlock0@raymondhill.net': { toOverwrite: { filters: adblock.map((host) => `||${host}^`) } },
        },
      },
      Preferences: Object.fromEntries(
        Object.entries(FIREFOX_PREFERENCES).map(([name, value]) => [
          name,
          { Value: value, Status: 'default' },
        ]),
      ),
    },
  }
  await writeFile('/etc/firefox/policies/policies.json', JSON.stringify(firefox))
}

/** Background traffic of the browser's own, which would show up in the lab's counters. */
const FIREFOX_PREFERENCES: Record<string, boolean | string> = {
  'network.http.http3.enable': false,
  'network.connectivity-service.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.update.enabled': false,
  'extensions.systemAddon.update.enabled': false,
}
