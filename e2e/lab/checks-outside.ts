import type { Check } from './check.ts'
import { addressesOf, type Plan } from './plan.ts'
import { siteOverHttp, siteOverTls } from './site-check.ts'

/** The uncensored view: every site is up, or down in the way its file says. */
export function checksOutside(plan: Plan): Check[] {
  const checks: Check[] = []
  for (const site of plan.sites) {
    if (site.down === 'nxdomain' || site.down === 'servfail') continue
    const scenario = site.scenario || null
    for (const address of addressesOf(site)) {
      if (site.https !== 'none') {
        const what = `https://${site.host}/ at ${address} from outside`
        checks.push({ scenario, where: 'outside', what, ...siteOverTls(plan, site, address, true) })
      }
      if (site.http !== 'none' && Object.keys(site.exact).length === 0) {
        const what = `http://${site.host}/ at ${address} from outside`
        checks.push({ scenario, where: 'outside', what, ...siteOverHttp(plan, site, address, true) })
      }
    }
  }
  return checks
}
