import { which } from './machine.mjs'
import { MINIMUM_BROWSER } from './requirements.mjs'

/**
 * Finds a Firefox new enough for the manifest.
 * @param {import('./machine.mjs').Machine} m
 * @returns {{ path: string } | { path: null, refused: string[] }}
 */
export function findFirefox(m) {
  const chosen = m.env.FIREFOX_PATH
  const refused = []
  for (const path of chosen ? [chosen] : candidates(m)) {
    const complaint = m.isExecutable(path) ? firefoxComplaint(m.run(path, ['--version']).out) : 'not there'
    if (!complaint) return { path }
    if (chosen) refused.push(`FIREFOX_PATH=${path}: ${complaint}`)
    else if (complaint !== 'not there') refused.push(`${path}: ${complaint}`)
  }
  return { path: null, refused }
}

/** Why a browser that calls itself this cannot be used; null when it can. */
function firefoxComplaint(versionText) {
  const major = /Firefox (\d+)/.exec(versionText)?.[1]
  if (!major) return 'does not say it is a Firefox'
  return Number(major) < MINIMUM_BROWSER ? `version ${major} is older than ${MINIMUM_BROWSER}` : null
}

function candidates(m) {
  const apps = m.platform === 'darwin' ? ['/Applications/Firefox.app/Contents/MacOS/firefox'] : []
  return [...['firefox-esr', 'firefox'].flatMap((name) => which(m, name) ?? []), ...apps]
}
