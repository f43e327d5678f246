import { describe, expect, it } from 'vitest'
import { chromiumComplaint, findChromium } from './chromium.mjs'
import { fakeMachine } from './fake-machine.mjs'

const CHROMIUM = 'Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)'
const cache = '/users/me/.cache/ms-playwright'

describe('finding a Chromium', () => {
  it('takes the one on the path', () => {
    const m = fakeMachine({ programs: { '/usr/bin/chromium': CHROMIUM } })
    expect(findChromium(m)).toEqual({ path: '/usr/bin/chromium' })
  })

  it('looks in the system folders even when PATH does not', () => {
    const m = fakeMachine({
      programs: { '/usr/bin/chromium-browser': CHROMIUM },
      env: { PATH: '/users/me/bin' },
    })
    expect(findChromium(m).path).toBe('/usr/bin/chromium-browser')
  })

  it('obeys CHROMIUM_PATH before all', () => {
    const programs = { '/usr/bin/chromium': CHROMIUM, '/opt/mine/chrome': CHROMIUM }
    expect(findChromium(fakeMachine({ programs, env: { CHROMIUM_PATH: '/opt/mine/chrome' } })).path).toBe(
      '/opt/mine/chrome',
    )
  })

  it('takes no other when CHROMIUM_PATH will not do, and says why', () => {
    const m = fakeMachine({
      programs: { '/usr/bin/chromium': CHROMIUM },
      env: { CHROMIUM_PATH: '/opt/gone' },
    })
    expect(findChromium(m)).toEqual({ path: null, refused: ['CHROMIUM_PATH=/opt/gone: not there'] })
  })

  it('refuses branded Chrome with the reason', () => {
    const m = fakeMachine({ programs: { '/usr/bin/google-chrome': 'Google Chrome 156.0.8078.79' } })
    const found = findChromium(m)
    expect(found.path).toBeNull()
    expect(found.refused.join()).toContain('/usr/bin/google-chrome: Google Chrome ignores --load-extension')
  })

  it('passes over branded Chrome for a Chromium', () => {
    const programs = { '/usr/bin/google-chrome': 'Google Chrome 156.0.1.1', '/usr/bin/chromium': CHROMIUM }
    expect(findChromium(fakeMachine({ programs })).path).toBe('/usr/bin/chromium')
  })

  it("takes the newest of Playwright's downloads", () => {
    const versions = ['chromium-999', 'chromium-1255', 'chromium_headless_shell-1300', 'firefox-1572']
    const programs = {
      [`${cache}/chromium-999/chrome-linux/chrome`]: 'Google Chrome for Testing 141.0.1.1',
      [`${cache}/chromium-1255/chrome-linux64/chrome`]: 'Google Chrome for Testing 159.0.8154.6',
    }
    const m = fakeMachine({ programs, folders: { [cache]: versions } })
    expect(findChromium(m).path).toBe(`${cache}/chromium-1255/chrome-linux64/chrome`)
  })

  it('finds nothing on an empty machine', () => {
    expect(findChromium(fakeMachine())).toEqual({ path: null, refused: [] })
  })
})

describe('what a browser says of itself', () => {
  it.each([
    [CHROMIUM, null],
    [`/usr/bin/chromium: 9: [: unexpected operator\n${CHROMIUM}`, null],
    ['Google Chrome for Testing 159.0.8154.6', null],
    ['Chromium 139.0.1.1', 'version 139 is older than 140'],
    ['Microsoft Edge 156.0.1.1', expect.stringContaining('Microsoft Edge ignores')],
    ['', 'does not say which browser it is'],
  ])('%j', (text, complaint) => {
    expect(chromiumComplaint(text)).toEqual(complaint)
  })
})
