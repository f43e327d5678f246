import type { Wanted } from './check.ts'
import type { Look } from './look.ts'
import type { Plan, PlannedSite } from './plan.ts'
import type { Page } from './scenario.ts'

/** A page longer than this is not read whole in a proof: the handshake is proof enough. */
const LONG_PAGE = 200_000

/** What the site itself does when nothing stands in the way: the look to take, and what it must see. */
export function siteOverTls(plan: Plan, site: PlannedSite, address: string, abroad: boolean) {
  const page = shown(site, abroad)
  const whole = page.bytes <= LONG_PAGE && page.delayMs <= 1000 && site.doh === null && !site.control
  const look = ask(plan, whole ? 'https' : 'tls', site.host, address, 443)
  const wanted: Wanted = dead(site) ?? { outcome: ['ok'] }
  if (wanted.outcome[0] !== 'ok') return { look, wanted }
  // Under a wrong clock every certificate looks wrong to somebody at home.
  if (abroad || plan.local.clockSkewSec === 0) wanted.trusted = site.https === 'valid'
  if (whole) wanted.status = site.down === 'http-500' ? 500 : statusOf(page)
  return { look, wanted }
}

export function siteOverHttp(plan: Plan, site: PlannedSite, address: string, abroad: boolean) {
  const page = shown(site, abroad)
  const whole = page.bytes <= LONG_PAGE && page.delayMs <= 1000
  const look = ask(plan, whole || site.http === 'to-https' ? 'http' : 'tcp', site.host, address, 80)
  const wanted: Wanted = site.down === 'tls' ? { outcome: ['ok'] } : (dead(site) ?? { outcome: ['ok'] })
  if (wanted.outcome[0] !== 'ok' || look.what === 'tcp') return { look, wanted }
  wanted.status = site.http === 'to-https' ? 301 : site.down === 'http-500' ? 500 : statusOf(page)
  return { look, wanted }
}

function dead(site: PlannedSite): Wanted | null {
  if (site.down === 'refused') return { outcome: ['refused', 'reset'] }
  if (site.down === 'drop') return { outcome: ['timeout'] }
  if (site.down === 'tls') return { outcome: ['tls-alert', 'failed', 'reset', 'closed'] }
  return null
}

function shown(site: PlannedSite, abroad: boolean): Page {
  return (abroad && site.pageForControl) || site.paths['/'] || site.page
}

function statusOf(page: Page): number {
  return page.redirect && (page.status < 300 || page.status > 399) ? 302 : page.status
}

export function ask(plan: Plan, what: Look['what'], name: string, address: string, port: number): Look {
  return {
    what,
    name,
    address,
    port,
    path: '/',
    timeoutMs: 1500 + 10 * plan.rttMs,
    roots: [plan.authorities.lab.certificate],
  }
}
