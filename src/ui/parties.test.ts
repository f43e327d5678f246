import { describe, expect, it, vi } from 'vitest'
import * as parties from '../measure/parties.ts'
import { speaking } from './messages.test-kit.ts'

vi.mock('../platform/browser.ts', () => ({ browser: speaking('en') }))

const { alwaysParties, secondParties } = await import('./parties.tsx')
const { hostOf } = await import('./words.ts')

const builtIn = { customResolver: null, controlHelpers: null, snapshot: null, networkLookup: null }
const named = (found: { who: readonly string[] }[]) => found.flatMap(({ who }) => who)

/** Every URL and zone that the table of third parties names, wherever it names it. */
function everyHost(value: unknown): string[] {
  if (typeof value === 'string') return /^https?:/.test(value) ? [hostOf(value)] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(everyHost) : []
}

describe('the list of parties', () => {
  it('names everyone who is ever asked', () => {
    const resolvers: Record<string, string> = Object.fromEntries(
      parties.RESOLVERS.map(({ url, name }) => [hostOf(url), name]),
    )
    const countries = Object.keys(parties.IN_COUNTRY_REFERENCES)
    const shown = new Set([
      ...named(secondParties(builtIn)),
      ...countries.flatMap((c) => named(alwaysParties(c))),
    ])
    const wanted = [...everyHost(parties), parties.NEUTRAL_ZONE].map((host) => resolvers[host] ?? host)
    expect(wanted.length).toBeGreaterThan(20)
    expect(wanted.filter((host) => !shown.has(host))).toEqual([])
  })

  it('names whom the user chose in their place', () => {
    const own = {
      customResolver: 'https://dns.example/q',
      controlHelpers: ['https://helper.example/'],
      snapshot: { url: 'https://collector.example/control/snapshot', key: 'k' },
      networkLookup: 'https://where.example/network',
    }
    const shown = named(secondParties(own))
    expect(shown).toEqual(
      expect.arrayContaining(['dns.example', 'helper.example', 'collector.example', 'where.example']),
    )
    expect(shown.join(' ')).not.toMatch(/\bth\.ooni/)
  })

  it('leaves out helpers where none may be asked', () => {
    const shown = secondParties({ ...builtIn, controlHelpers: [] })
    expect(shown.map(({ what }) => what)).not.toContain('party_helpers')
  })
})
