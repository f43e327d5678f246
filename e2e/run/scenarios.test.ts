import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { partySites } from '../lab/party-sites.ts'
import { parseScenario } from '../lab/scenario.ts'
import { batches } from './batch.ts'
import { BadScenario, loadScenarios } from './load.ts'

const scenarios = await loadScenarios([], '.')

describe('the scenarios of the project', () => {
  it('are named for their files and say why they are there', () => {
    for (const { name, why, file } of scenarios) {
      expect(basename(file)).toBe(`${name}.json`)
      expect(why, name).toMatch(/^\S.{20,}\.$/)
    }
  })

  it('live under .example, at ordinary public addresses that no third party of the product has', () => {
    const parties = new Set(partySites().flatMap(({ ips }) => ips))
    for (const { name, sites } of scenarios) {
      for (const site of sites) {
        expect(site.host, name).toMatch(/\.example$/)
        for (const ip of [...site.ips, ...site.ipsForControl]) {
          // Dead for everybody: the one address that is everybody’s own.
          if (site.down === false) expect(ipaddr.parse(ip).range(), `${name} ${ip}`).toBe('unicast')
          expect(parties.has(ip), `${name} ${ip}`).toBe(false)
        }
      }
    }
  })

  it('expect something of every target they watch', () => {
    for (const { name, watch, expect: expected } of scenarios) {
      for (const url of watch) expect(Object.keys(expected.targets), name).toContain(url)
    }
  })

  it('share worlds where they can', () => {
    const sizes = batches(scenarios).map((batch) => batch.length)
    // A browser starts for each world: what needs one of its own must be worth it.
    expect(Math.max(...sizes)).toBeGreaterThan(scenarios.length * 0.6)
    expect(sizes.length).toBeLessThan(26)
  })

  it('never expect more than a suspicion where nobody can be asked', () => {
    for (const { name, local, expect: expected } of scenarios) {
      if (local.doh === 'ok' || local.control === 'ok') continue
      for (const target of Object.values(expected.targets)) {
        if ([target.status ?? []].flat().includes('blocked'))
          expect(target.maxConfidence, name).toBe('suspected')
      }
    }
  })

  it('leave a blocked site’s mechanism and confidence to nobody’s guess', () => {
    for (const { name, expect: expected } of scenarios) {
      for (const target of Object.values(expected.targets)) {
        if (target.status !== 'blocked') continue
        expect(target.mechanism, name).toBeDefined()
        expect(target.confidence ?? target.maxConfidence, name).toBeDefined()
      }
    }
  })
})

it('shows in the docs an example that runs', () => {
  const docs = readFileSync(new URL('../../docs/scenarios.md', import.meta.url), 'utf8')
  const example = /```json\n([\s\S]*?)```/.exec(docs)?.[1] ?? ''
  expect(parseScenario(JSON.parse(example), 'docs').name).toBe('short-link-to-reset-site')
})

describe('loadScenarios', () => {
  it('finds a scenario by its bare name', async () => {
    expect((await loadScenarios(['sni-reset'], '/')).map(({ name }) => name)).toEqual(['sni-reset'])
  })

  it('names what is not there', async () => {
    await expect(loadScenarios(['nope.json'], '/')).rejects.toThrow(BadScenario)
    await expect(loadScenarios(['nope.json'], '/')).rejects.toThrow('nope.json: there is no such file')
  })
})
