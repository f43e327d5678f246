import { join } from 'node:path'
import { which } from './machine.mjs'
import { MINIMUM_BROWSER } from './requirements.mjs'

/**
 * Finds a Chromium that can load an unpacked extension.
 * @param {import('./machine.mjs').Machine} m
 * @returns {{ path: string } | { path: null, refused: string[] }} refused: what was found and why it will not do
 */
export function findChromium(m) {
  const chosen = m.env.CHROMIUM_PATH
  const refused = []
  for (const path of chosen ? [chosen] : candidates(m)) {
    const complaint = m.isExecutable(path) ? chromiumComplaint(m.run(path, ['--version']).out) : 'not there'
    if (!complaint) return { path }
    if (chosen) refused.push(`CHROMIUM_PATH=${path}: ${complaint}`)
    else if (complaint !== 'not there') refused.push(`${path}: ${complaint}`)
  }
  return { path: null, refused }
}

/** Why a browser that calls itself this cannot be used; null when it can. */
export function chromiumComplaint(versionText) {
  // A wrapper script may print warnings before the version.
  const named =
    /(Google Chrome for Testing|Chromium|Google Chrome|Microsoft Edge|Brave\w*|Opera|Vivaldi)\D*(\d+)/.exec(
      versionText,
    )
  if (!named) return 'does not say which browser it is'
  const [, brand, major] = named
  if (brand !== 'Chromium' && brand !== 'Google Chrome for Testing')
    return `${brand} ignores --load-extension, so the extension cannot be started in it; a plain Chromium can`
  if (Number(major) < MINIMUM_BROWSER) return `version ${major} is older than ${MINIMUM_BROWSER}`
  return null
}

function candidates(m) {
  const onPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
  const installed = onPath.flatMap((name) => which(m, name) ?? [])
  const apps = m.platform === 'darwin' ? ['/Applications/Chromium.app/Contents/MacOS/Chromium'] : []
  return [...installed, ...apps, ...playwrightDownloads(m)]
}

/** Where `playwright install chromium` puts its browser, newest first. */
function playwrightDownloads(m) {
  const cache = m.env.PLAYWRIGHT_BROWSERS_PATH ?? defaultCache(m)
  const newestFirst = m
    .list(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice('chromium-'.length)) - Number(a.slice('chromium-'.length)))
  const testing = 'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing'
  const inside = {
    linux: ['chrome-linux64/chrome', 'chrome-linux/chrome', 'chrome-linux-arm64/chrome'],
    darwin: ['chrome-mac-arm64', 'chrome-mac-x64', 'chrome-mac'].map((folder) => `${folder}/${testing}`),
    win32: ['chrome-win64/chrome.exe', 'chrome-win/chrome.exe'],
  }
  return newestFirst.flatMap((name) => (inside[m.platform] ?? []).map((file) => join(cache, name, file)))
}

function defaultCache(m) {
  if (m.platform === 'darwin') return join(m.home, 'Library/Caches/ms-playwright')
  if (m.platform === 'win32')
    return join(m.env.LOCALAPPDATA ?? join(m.home, 'AppData/Local'), 'ms-playwright')
  return join(m.env.XDG_CACHE_HOME ?? join(m.home, '.cache'), 'ms-playwright')
}
