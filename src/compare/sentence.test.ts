import { describe, expect, it, vi } from 'vitest'
import { speaking } from '../ui/messages.test-kit.ts'
import type { Compared, Finding, Relation, Side } from './compare.ts'

vi.mock('../platform/browser.ts', () => ({ browser: speaking('en') }))
const { partyOf, sentence } = await import('./sentence.ts')

const network = (vpn: boolean) => ({ vpn }) as Parameters<typeof partyOf>[0]
const metro = partyOf(network(false), 'Kazakhtelecom')
const cell = partyOf(network(false), 'Beeline')
const exit = partyOf(network(true), 'M247')

const side = (finding: Finding | null): Side => ({ finding, mechanism: null, at: 1, verdict: null })
const row = (
  relation: Relation,
  a: Finding | null,
  b: Finding | null,
  more: Partial<Compared> = {},
): Compared => ({
  targetId: 'x',
  url: 'https://x/',
  a: side(a),
  b: side(b),
  relation,
  suspected: false,
  nearby: false,
  apart: false,
  ...more,
})
const said = (...args: Parameters<typeof sentence>) => sentence(...args).replaceAll(/[\u2066-\u2069]/g, '')

describe('what two networks say together', () => {
  it('names first the network on which it fails, whichever side that is', () => {
    const words =
      'Blocked on Kazakhtelecom, opens on Beeline: consistent with a block by Kazakhtelecom or behind it.'
    expect(said(row('only-a', 'blocked', 'open'), metro, cell)).toBe(words)
    expect(said(row('only-b', 'open', 'blocked'), cell, metro)).toBe(words)
  })

  it('says when the way that works, or the one that fails, is a tunnel', () => {
    expect(said(row('only-a', 'blocked', 'open'), metro, exit)).toContain(
      'on which it opens goes through a VPN',
    )
    expect(said(row('only-a', 'blocked', 'open'), exit, metro)).toContain(
      'on which it fails goes through a VPN',
    )
    expect(said(row('only-a', 'blocked', 'open'), metro, cell)).not.toContain('VPN')
  })

  it('says when it is only suspected, and does not blame an operator for a filter nearby', () => {
    expect(said(row('only-a', 'blocked', 'open', { suspected: true }), metro, cell)).toContain(
      'only suspected',
    )
    const nearby = said(row('only-a', 'blocked', 'open', { nearby: true }), metro, cell)
    expect(nearby).toContain('need not be the operator')
    expect(nearby).not.toContain('block by')
  })

  const FINDINGS: readonly Finding[] = ['open', 'blocked', 'throttled', 'intercepted', 'refused', 'down']
  const RELATIONS: readonly Relation[] = ['only-a', 'two-ways', 'refused-a', 'refused-b', 'unlike', 'untold']

  it.each([
    ...FINDINGS.map((finding) => row('same', finding, finding)),
    ...RELATIONS.map((relation) => row(relation, 'blocked', 'open')),
    row('only-a', 'throttled', 'open'),
    row('only-a', 'intercepted', 'open'),
  ])('has words for %o that claim no more than is known', (one) => {
    const words = said(one, metro, cell)
    expect(words).toMatch(/^[A-Z].*\.$/)
    expect(words).not.toContain('compare_')
    if (/block by|slowing by|interception/.test(words))
      expect(words).toMatch(/consistent with|nothing speaks of/)
  })
})
