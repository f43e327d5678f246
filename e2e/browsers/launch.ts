import type { Launch } from '../run/ports.ts'
import { launchChromium } from './chromium.ts'
import { launchFirefox } from './firefox.ts'
import { sessionOf } from './session.ts'

/** A fresh browser for one batch of scenarios. */
export const launch: Launch = async (browser, options) => {
  for (const field of ['vpn', 'control'] as const) {
    const value = options.local[field]
    if (value !== false && value !== 'ok' && value !== 'none') {
      throw new Error(`local.${field}: ${String(value)} cannot be emulated yet`)
    }
  }
  if (options.local.adblock.length > 0) throw new Error('local.adblock: no blocker can be loaded yet')
  return sessionOf(await (browser === 'chromium' ? launchChromium() : launchFirefox()), options)
}
