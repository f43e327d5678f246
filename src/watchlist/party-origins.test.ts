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

  it('asks for helpers, canaries and neutral names only with second opinions', () => {
    const later = [
      '*://*.ooni.org/*',
      '*://*.doubleclick.net/*',
      '*://*.use-application-dns.net/*',
      '*://*.sslip.io/*',
    ]
    const asked = partyOrigins({ ...quiet, secondOpinions: true }, 'chromium')
    expect(asked).toEqual(expect.arrayContaining(later))
    for (const origin of later) expect(partyOrigins(quiet, 'chromium')).not.toContain(origin)
    expect(asked).toEqual([...new Set(asked)].sort())
  })

  it('asks for the helpers and the publisher that the user named, in place of the built-in helpers', () => {
    const named = {
      ...quiet,
      secondOpinions: true,
      controlHelpers: ['https://control.example.org/'],
      snapshot: { url: 'https://view.example.net/control/snapshot', key: '' },
    }
    const asked = partyOrigins(named, 'chromium')
    expect(asked).toEqual(expect.arrayContaining(['*://*.example.org/*', '*://*.example.net/*']))
    expect(partyOrigins({ ...named, controlHelpers: [] }, 'chromium')).not.toContain('*://*.example.org/*')
    expect(partyOrigins({ ...named, secondOpinions: false }, 'chromium')).toEqual(
      partyOrigins(quiet, 'chromium'),
    )
  })

  it('asks for network look-ups, the user’s own too, only with second opinions', () => {
    const networkLookup = 'https://where.example.org/network'
    const lookups = ['*://*.cloudflare.com/*', '*://*.ooni.org/*', '*://*.ifconfig.co/*']
    const asked = partyOrigins({ ...quiet, secondOpinions: true, networkLookup }, 'chromium')
    expect(asked).toEqual(expect.arrayContaining([...lookups, '*://*.example.org/*']))
    for (const origin of [...lookups, '*://*.example.org/*']) {
      expect(partyOrigins({ ...quiet, networkLookup }, 'chromium')).not.toContain(origin)
    }
  })

  it('asks for transfer hosts only with a size budget', () => {
    const on = { ...quiet, secondOpinions: true }
    const hosts = ['*://*.ovh.net/*']
    expect(partyOrigins({ ...on, transferMegabytes: 50 }, 'chromium')).toEqual(expect.arrayContaining(hosts))
    for (const host of hosts)
      expect(partyOrigins({ ...on, transferMegabytes: 0 }, 'chromium')).not.toContain(host)
  })

  it('asks for the hosts of the chosen country', () => {
    expect(partyOrigins({ ...quiet, country: 'KZ' }, 'chromium')).toContain('*://*.nic.kz/*')
    expect(partyOrigins({ ...quiet, country: 'DE' }, 'chromium')).toEqual(partyOrigins(quiet, 'chromium'))
  })

  it('asks for the certificate test hosts in Firefox', () => {
    expect(partyOrigins(quiet, 'firefox')).toContain('*://*.badssl.com/*')
  })
})
