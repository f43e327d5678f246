import { existsSync } from 'node:fs'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/snap/bin/chromium']
const FIREFOX = ['/usr/bin/firefox-esr', '/usr/bin/firefox']

const find = (variable: string, places: string[], advice: string): string => {
  const path = process.env[variable] ?? places.find((p) => existsSync(p))
  if (!path) throw new Error(`${advice} (or set ${variable})`)
  return path
}

export const findChromium = (): string =>
  find('CHROMIUM_PATH', CHROMIUM, 'Install Chromium: apt-get install chromium')
export const findFirefox = (): string =>
  find('FIREFOX_PATH', FIREFOX, 'Install Firefox: apt-get install firefox-esr')
