import { VPN } from '../lab/link-addresses.ts'
import type { Launch } from '../run/ports.ts'
import { blockers, seeItBlock } from './blocker.ts'
import { launchChromium } from './chromium.ts'
import { launchFirefox } from './firefox.ts'
import { sessionOf } from './session.ts'

/** A fresh browser for one batch of scenarios. */
export const launch: Launch = async (browser, options) => {
  const { local } = options
  const beside = local.adblock.length > 0 ? await blockers(browser, local.adblock) : []
  const settings = { timeZone: 'Asia/Almaty', beside }
  const launched = await (browser === 'chromium'
    ? launchChromium({ ...settings, args: local.vpn ? [`--proxy-server=${VPN.address}:${VPN.port}`] : [] })
    : launchFirefox({ ...settings, preferences: local.vpn ? PROXY : {} }))
  const [blocked] = local.adblock
  if (blocked) {
    await seeItBlock(launched, blocked).catch(async (error) => {
      await launched.close()
      throw error
    })
  }
  return sessionOf(launched, options)
}

/** As VPN extensions do it: the browser's own proxy setting, names resolved at the far end. */
const PROXY = {
  'network.proxy.type': 1,
  'network.proxy.http': VPN.address,
  'network.proxy.http_port': VPN.port,
  'network.proxy.ssl': VPN.address,
  'network.proxy.ssl_port': VPN.port,
}
