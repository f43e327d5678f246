import type { Launch } from '../run/ports.ts'
import { writeBlocker } from './blocker.ts'
import { launchChromium } from './chromium.ts'
import { launchFirefox } from './firefox.ts'
import { sessionOf } from './session.ts'

/** A fresh browser for one batch of scenarios. */
export const launch: Launch = async (browser, options) => {
  const { local } = options
  if (local.vpn) throw new Error('local.vpn: cannot be emulated yet')
  const blocker = local.adblock.length > 0 ? [await writeBlocker(local.adblock)] : []
  const settings = { timeZone: 'Asia/Almaty', beside: blocker }
  const launched = await (browser === 'chromium' ? launchChromium(settings) : launchFirefox(settings))
  return sessionOf(launched, options)
}
