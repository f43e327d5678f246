import { describe, expect, it } from 'vitest'
import { partyOrigins } from './party-origins.ts'

const quiet = { secondOpinions: false, customResolver: null, country: '' }
const resolvers = ['*://*.cloudflare-dns.com/*', '*://*.dns.google/*', '*://*.quad9.net/*']

describe('partyOrigins', () => {
  it('asks for foreign references and portal checks only, by default', () => {
    const origins = partyOrigins(quiet, 'chromium')
    expect(origins).toContain('*://*.ripe.net/*')
    expect(origins).toContain('*://*.msftconnecttest.com/*')
    for (const resolver of resolvers) expect(origins).not.toContain(resolver)
    expect(origins.join(' ')).not.toMatch(/badssl|kaspi/)
  })

  it('asks for resolvers, the user’s own too, only with second opinions', () => {
    const customResolver = 'https://dns.example.org/dns-query'
    const asked = partyOrigins({ ...quiet, secondOpinions: true, customResolver }, 'chromium')
    expect(asked).toEqual(expect.arrayContaining([...resolvers, '*://*.example.org/*']))
    expect(partyOrigins({ ...quiet, customResolver }, 'chromium')).not.toContain('*://*.example.org/*')
  })

  it('asks for the hosts of the chosen country', () => {
    expect(partyOrigins({ ...quiet, country: 'KZ' }, 'chromium')).toContain('*://*.nic.kz/*')
    expect(partyOrigins({ ...quiet, country: 'DE' }, 'chromium')).toEqual(partyOrigins(quiet, 'chromium'))
  })

  it('asks for the certificate test hosts in Firefox', () => {
    expect(partyOrigins(quiet, 'firefox')).toContain('*://*.badssl.com/*')
  })
})
