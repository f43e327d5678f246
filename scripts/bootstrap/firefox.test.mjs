import { expect, it } from 'vitest'
import { fakeMachine } from './fake-machine.mjs'
import { findFirefox } from './firefox.mjs'

const ESR = 'Mozilla Firefox 153.7.0esr'

it('prefers the ESR, which is what Debian has', () => {
  const programs = { '/usr/bin/firefox': 'Mozilla Firefox 159.0', '/usr/bin/firefox-esr': ESR }
  expect(findFirefox(fakeMachine({ programs }))).toEqual({ path: '/usr/bin/firefox-esr' })
})

it('refuses one older than the manifest admits, and goes on looking', () => {
  const programs = { '/usr/bin/firefox-esr': 'Mozilla Firefox 128.3.0esr', '/usr/bin/firefox': ESR }
  expect(findFirefox(fakeMachine({ programs })).path).toBe('/usr/bin/firefox')
  const old = { '/usr/bin/firefox-esr': 'Mozilla Firefox 128.3.0esr' }
  expect(findFirefox(fakeMachine({ programs: old }))).toEqual({
    path: null,
    refused: ['/usr/bin/firefox-esr: version 128 is older than 140'],
  })
})

it('obeys FIREFOX_PATH, and takes no other when it is wrong', () => {
  const programs = { '/usr/bin/firefox': ESR, '/opt/ff/firefox': ESR }
  const m = (path) => fakeMachine({ programs, env: { FIREFOX_PATH: path } })
  expect(findFirefox(m('/opt/ff/firefox')).path).toBe('/opt/ff/firefox')
  expect(findFirefox(m('/opt/nothing')).refused).toEqual(['FIREFOX_PATH=/opt/nothing: not there'])
})
