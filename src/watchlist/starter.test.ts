import { describe, expect, it } from 'vitest'
import { parseTargetUrl } from '../../core/net/url.ts'
import { DEFAULT_GROUPS } from '../settings/defaults.ts'
import { SENSITIVE_GROUPS, STARTER } from './starter.ts'

/** The category codes of the Citizen Lab test lists that this list uses. */
const CODES = new Set(['COMT', 'GRP', 'MMED', 'HOST', 'NEWS', 'ANON', 'HUMR', 'GOVT', 'COMM'])
const sites = Object.values(STARTER).flat()

describe('starter list', () => {
  it('is short, and large enough to say something of each group', () => {
    expect(sites.length).toBeGreaterThanOrEqual(50)
    expect(sites.length).toBeLessThanOrEqual(65)
    for (const group of Object.values(STARTER)) expect(group.length).toBeGreaterThanOrEqual(4)
  })

  it.each(sites)('%s %s is a home page over https, spelled as a target id', (category, url) => {
    expect(CODES).toContain(category)
    expect(new URL(url).pathname).toBe('/')
    expect(new URL(url).protocol).toBe('https:')
    expect(parseTargetUrl(url)).toEqual({ ok: true, url })
  })

  it('names no site twice', () => {
    const urls = sites.map(([, url]) => url)
    expect(urls.filter((url, index) => urls.indexOf(url) !== index)).toEqual([])
  })

  it('keeps circumvention and human rights apart as sensitive, and those start off', () => {
    expect([...SENSITIVE_GROUPS].sort()).toEqual(['circumvention', 'human-rights'])
    for (const group of SENSITIVE_GROUPS) expect(DEFAULT_GROUPS[group]).toBe(false)
    const codesOutside = Object.entries(STARTER)
      .filter(([group]) => group !== 'circumvention' && group !== 'human-rights')
      .flatMap(([, list]) => list.map(([category]) => category))
    expect(codesOutside).not.toContain('ANON')
    expect(codesOutside).not.toContain('HUMR')
  })
})
