import { describe, expect, it, vi } from 'vitest'
import type { TargetGroup } from '../../core/model/target.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import type { StatusRow } from '../history/read.ts'
import { speaking } from '../ui/messages.test-kit.ts'

vi.mock('../platform/browser.ts', () => ({ browser: speaking('en') }))

const { arrange } = await import('./arrange.ts')
const { frontPage, rowOfSite } = await import('./tab-site.ts')

const NONE = {
  mechanism: null,
  confidence: null,
  reason: null,
  scope: null,
  warnings: [],
  rules: [],
  hop: null,
  engine: 1,
}

function row(
  host: string,
  verdict: (Partial<Verdict> & Pick<Verdict, 'status'>) | null,
  group: TargetGroup = 'news',
): StatusRow {
  const url = `https://${host}/`
  return {
    target: { id: url, url, category: 'NEWS', group, sensitive: false, enabled: true, addedAt: 0 },
    latest: verdict && {
      networkId: 'unknown',
      targetId: url,
      url,
      measurementId: 'm',
      at: 1,
      verdict: { ...NONE, ...verdict },
      since: 1,
      lastOtherAt: null,
      latencyMs: null,
    },
  }
}

const hosts = (rows: readonly StatusRow[]) => rows.map(({ target }) => new URL(target.url).host)

describe('the list', () => {
  it('puts the worst and surest first', () => {
    const { trouble } = arrange([
      row('refused.example', { status: 'refused' }),
      row('suspected.example', { status: 'blocked', confidence: 'suspected' }),
      row('open.example', { status: 'reachable' }),
      row('slow.example', { status: 'throttled', confidence: 'likely' }),
      row('sure.example', { status: 'blocked', confidence: 'confirmed' }),
      row('read.example', { status: 'reachable', warnings: ['tls-interception'] }),
      row('down.example', { status: 'down' }),
    ])
    expect(hosts(trouble)).toEqual([
      'sure.example',
      'suspected.example',
      'slow.example',
      'read.example',
      'down.example',
      'refused.example',
    ])
  })

  it('counts troubled sites in their group without listing them twice', () => {
    const { groups } = arrange([
      row('a.example', { status: 'reachable' }),
      row('b.example', { status: 'blocked', confidence: 'likely' }),
      row('c.example', null),
      row('d.example', { status: 'down' }, 'social'),
    ])
    expect(groups.map(({ group, open, total, rows }) => ({ group, open, total, rows: hosts(rows) }))).toEqual(
      [{ group: 'news', open: 1, total: 3, rows: ['a.example', 'c.example'] }],
    )
  })

  it('keeps what lacks access apart from what was untested for other reasons', () => {
    const { withoutAccess, trouble } = arrange([
      row('a.example', { status: 'untested', reason: 'permission' }),
      row('b.example', { status: 'untested', reason: 'offline' }),
    ])
    expect(hosts(withoutAccess)).toEqual(['a.example'])
    expect(trouble).toEqual([])
  })
})

describe('the site in this tab', () => {
  it('is asked for its front page only, and only if it is a website', () => {
    expect(frontPage('https://example.org/private?token=1#x')).toBe('https://example.org/')
    expect(frontPage('chrome://settings/')).toBeNull()
    expect(frontPage('file:///x.html')).toBeNull()
    expect(frontPage(undefined)).toBeNull()
  })

  it('is the same with and without www', () => {
    const listed = row('www.example.org', { status: 'reachable' })
    expect(rowOfSite([listed], 'https://example.org/')).toBe(listed)
    expect(rowOfSite([listed], 'https://other.example.org/')).toBeNull()
  })
})
