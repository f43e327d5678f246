import { describe, expect, it } from 'vitest'
import { fakeMachine } from './fake-machine.mjs'
import { provide } from './provide.mjs'

const CHROMIUM = 'Chromium 156.0.8078.79'
const quiet = () => {}
const tools = { '/usr/sbin/nft': '', '/usr/sbin/ip': '', '/usr/bin/unshare': '' }

/** An apt-get that puts a Chromium on the machine. */
const aptWorks = (command, args, m) => {
  if (command === 'apt-get' && args.includes('chromium')) m.programs['/usr/bin/chromium'] = CHROMIUM
  return 0
}

describe('providing what a command needs', () => {
  it('installs nothing when everything is there', () => {
    const m = fakeMachine({ programs: { '/usr/bin/chromium': CHROMIUM, ...tools }, isRoot: true })
    const { env, missing } = provide(['chromium', 'lab'], m, quiet)
    expect(m.aloud).toEqual([])
    expect(missing).toEqual([])
    expect(env).toMatchObject({ CHROMIUM_PATH: '/usr/bin/chromium' })
    expect(env.PATH.split(':')).toContain('/usr/sbin')
  })

  it('installs with apt-get as root: one update, one install of just what is missing', () => {
    const m = fakeMachine({
      programs: { '/usr/bin/apt-get': '', ...tools },
      isRoot: true,
      onRun: aptWorks,
    })
    expect(provide(['chromium', 'lab'], m, quiet)).toMatchObject({
      missing: [],
      env: { CHROMIUM_PATH: '/usr/bin/chromium' },
    })
    expect(m.aloud).toEqual(['apt-get update', 'apt-get install -y --no-install-recommends chromium'])
  })

  it('does not touch the system when not root, and says what to run', () => {
    const m = fakeMachine({ programs: { '/usr/bin/apt-get': '' } })
    const { missing } = provide(['chromium', 'firefox', 'lab', 'fonts'], m, quiet)
    expect(m.aloud.filter((line) => line.startsWith('apt-get'))).toEqual([])
    expect(missing).toHaveLength(4)
    expect(missing.join('\n')).toContain('sudo apt-get install chromium.')
    expect(missing.join('\n')).toContain('sudo apt-get install firefox-esr.')
    expect(missing.join('\n')).toContain('The lab needs nft, ip, unshare.')
    expect(missing.join('\n')).toContain('fonts-noto-core')
  })

  it('adds a real ad blocker where Firefox meets the lab, and lives without one', () => {
    const programs = {
      '/usr/bin/apt-get': '',
      '/usr/bin/firefox-esr': 'Mozilla Firefox 153.0esr',
      ...tools,
    }
    const folder = '/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}'
    const install = 'apt-get install -y --no-install-recommends webext-ublock-origin-firefox'
    const m = fakeMachine({ programs, isRoot: true, onRun: () => 100 })
    expect(provide(['firefox', 'lab'], m, quiet).missing).toEqual([])
    expect(m.aloud).toEqual([install, 'apt-get update', install])
    const has = fakeMachine({ programs, isRoot: true })
    has.folders[folder] = ['uBlock0@raymondhill.net']
    provide(['firefox', 'lab'], has, quiet)
    expect(has.aloud).toEqual([])
    const alone = fakeMachine({ programs, isRoot: true })
    provide(['firefox'], alone, quiet)
    expect(alone.aloud).toEqual([])
  })

  it("tries Playwright's download second", () => {
    const path = '/users/me/.cache/ms-playwright/chromium-1255/chrome-linux64/chrome'
    const m = fakeMachine({
      onRun: (_command, args, self) => {
        if (args.at(-1) !== 'chromium') return 1
        self.folders['/users/me/.cache/ms-playwright'] = ['chromium-1255']
        self.programs[path] = 'Google Chrome for Testing 159.0.8154.6'
        return 0
      },
    })
    expect(provide(['chromium'], m, quiet)).toMatchObject({ missing: [], env: { CHROMIUM_PATH: path } })
  })

  it('never replaces a browser chosen by hand', () => {
    const m = fakeMachine({ env: { CHROMIUM_PATH: '/opt/gone' } })
    expect(provide(['chromium'], m, quiet).missing.join()).toContain('CHROMIUM_PATH=/opt/gone: not there')
    expect(m.aloud).toEqual([])
  })

  it('says what to do where private namespaces are forbidden', () => {
    const runs = { '-rnm true': { code: 1, out: 'unshare failed: Operation not permitted' } }
    const m = fakeMachine({ programs: tools, runs })
    expect(provide(['lab'], m, quiet).missing.join()).toMatch(/Operation not permitted(.|\n)*sysctl/)
  })

  it('finds an Arabic font wherever Linux keeps fonts', () => {
    const folders = { '/usr/share/fonts': ['truetype/noto/NotoSansArabic-Regular.ttf'] }
    expect(provide(['fonts'], fakeMachine({ folders }), quiet).missing).toEqual([])
  })
})
