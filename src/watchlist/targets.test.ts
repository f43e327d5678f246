import { describe, expect, it } from 'vitest'
import { DEFAULT_GROUPS } from '../settings/defaults.ts'
import { enabledTargets, isBuiltIn, starterTargets } from './targets.ts'

describe('starterTargets', () => {
  it('gives every site once, switched on, with its URL as id', () => {
    const targets = starterTargets(7)
    expect(new Set(targets.map((target) => target.id)).size).toBe(targets.length)
    expect(targets.find((target) => target.id === 'https://www.torproject.org/')).toEqual({
      id: 'https://www.torproject.org/',
      url: 'https://www.torproject.org/',
      category: 'ANON',
      group: 'circumvention',
      sensitive: true,
      enabled: true,
      addedAt: 7,
    })
    expect(targets.filter((target) => target.sensitive).map((target) => target.group)).not.toContain('news')
  })

  it('knows its own', () => {
    expect(isBuiltIn('https://signal.org/')).toBe(true)
    expect(isBuiltIn('https://example.org/')).toBe(false)
  })
})

describe('enabledTargets', () => {
  const targets = starterTargets(0)

  it('leaves sensitive groups out until they are chosen', () => {
    expect(enabledTargets(targets, { groups: DEFAULT_GROUPS }).some((target) => target.sensitive)).toBe(false)
    const chosen = enabledTargets(targets, { groups: { ...DEFAULT_GROUPS, circumvention: true } })
    expect(new Set(chosen.filter((target) => target.sensitive).map((target) => target.group))).toEqual(
      new Set(['circumvention']),
    )
  })

  it('leaves out what is switched off by itself, whatever its group', () => {
    const off = targets.map((target) => ({ ...target, enabled: target.id !== 'https://signal.org/' }))
    const ids = enabledTargets(off, { groups: DEFAULT_GROUPS }).map((target) => target.id)
    expect(ids).not.toContain('https://signal.org/')
    expect(ids).toContain('https://telegram.org/')
  })
})
