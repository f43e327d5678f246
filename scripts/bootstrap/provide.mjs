import { join } from 'node:path'
import { findChromium } from './chromium.mjs'
import { findFirefox } from './firefox.mjs'
import { hasArabicFont } from './fonts.mjs'
import { missingLabTools, namespaceComplaint } from './lab.mjs'
import { searchPath, which } from './machine.mjs'

/** Debian packages that satisfy each need. */
const PACKAGES = {
  chromium: ['chromium'],
  firefox: ['firefox-esr'],
  lab: ['nftables', 'iproute2', 'util-linux', 'tcpdump'],
  fonts: ['fonts-noto-core', 'fonts-noto-ui-core'],
}

/**
 * Sees to it that the needs are met, installing what may be installed.
 * @param {import('./commands.mjs').Need[]} needs
 * @param {import('./machine.mjs').Machine} m
 * @param {(text: string) => void} say
 * @returns {{ env: Record<string, string>, missing: string[] }} what to add to the environment; what to tell the user
 */
export function provide(needs, m, say) {
  let unmet = needs.filter((need) => !isMet(need, m))
  if (unmet.length && m.isRoot && which(m, 'apt-get')) {
    aptInstall(unmet, m, say)
    unmet = unmet.filter((need) => !isMet(need, m))
  }
  // A browser the user chose by hand is never replaced by another.
  if (unmet.includes('chromium') && !m.env.CHROMIUM_PATH) {
    say('Getting a Chromium through Playwright')
    m.runAloud(process.execPath, [join(m.root, 'node_modules/playwright/cli.js'), 'install', 'chromium'])
    unmet = unmet.filter((need) => !isMet(need, m))
  }
  provideBlocker(needs, m, say)
  const missing = unmet.map((need) => complaint(need, m))
  if (needs.includes('lab') && !unmet.includes('lab')) {
    const forbidden = namespaceComplaint(m)
    if (forbidden) missing.push(forbidden)
  }
  return { env: environment(needs, m), missing }
}

/** Where Debian puts a real ad blocker for Firefox, which the lab sets beside the extension. */
const BLOCKERS = '/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}'

/** Wished for, not needed: without it the lab takes a small blocker of its own, so nothing is said when it fails. */
function provideBlocker(needs, m, say) {
  if (!needs.includes('firefox') || !needs.includes('lab')) return
  if (!m.isRoot || !which(m, 'apt-get') || m.list(BLOCKERS).includes('uBlock0@raymondhill.net')) return
  say('Installing with apt-get: webext-ublock-origin-firefox')
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '-y', '--no-install-recommends', 'webext-ublock-origin-firefox']
  if (m.runAloud('apt-get', install, env) === 0) return
  m.runAloud('apt-get', ['update'], env)
  m.runAloud('apt-get', install, env)
}

function isMet(need, m) {
  switch (need) {
    case 'chromium':
      return findChromium(m).path !== null
    case 'firefox':
      return findFirefox(m).path !== null
    case 'lab':
      return m.platform !== 'linux' || missingLabTools(m).length === 0
    case 'fonts':
      return hasArabicFont(m)
  }
}

function aptInstall(unmet, m, say) {
  const packages = unmet.flatMap((need) => PACKAGES[need])
  say(`Installing with apt-get: ${packages.join(' ')}`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  m.runAloud('apt-get', ['update'], env)
  m.runAloud('apt-get', ['install', '-y', '--no-install-recommends', ...packages], env)
}

function complaint(need, m) {
  const install =
    m.platform === 'linux'
      ? `On Debian and its kin: sudo apt-get install ${PACKAGES[need].join(' ')}`
      : 'Install it'
  switch (need) {
    case 'chromium':
      return [
        'No Chromium that can load the extension was found.',
        ...findChromium(m).refused.map((line) => `  ${line}`),
        `${install}. Or: npx playwright install chromium. Or set CHROMIUM_PATH to a Chromium's program file.`,
      ].join('\n')
    case 'firefox':
      return [
        'No Firefox new enough was found.',
        ...findFirefox(m).refused.map((line) => `  ${line}`),
        `${install}. Or set FIREFOX_PATH to a Firefox's program file.`,
      ].join('\n')
    case 'lab':
      return `The lab needs ${missingLabTools(m).join(', ')}. ${install}.`
    case 'fonts':
      return `Noto's Arabic font is missing: right-to-left pages could not be checked. ${install}.`
  }
}

/** Nobody further down looks for a browser again; and the lab's tools are on everybody's PATH. */
function environment(needs, m) {
  const chromium = needs.includes('chromium') ? findChromium(m).path : null
  const firefox = needs.includes('firefox') ? findFirefox(m).path : null
  return {
    PATH: searchPath(m).join(m.platform === 'win32' ? ';' : ':'),
    ...(chromium ? { CHROMIUM_PATH: chromium } : {}),
    ...(firefox ? { FIREFOX_PATH: firefox } : {}),
  }
}
