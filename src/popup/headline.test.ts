import { describe, expect, it, vi } from 'vitest'
import type { Connectivity } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import type { StatusRow } from '../history/read.ts'
import { speaking } from '../ui/messages.test-kit.ts'
import type { Situation } from './headline.ts'

vi.mock('../platform/browser.ts', () => ({ browser: speaking('en') }))

const { headline, headlineText } = await import('./headline.ts')

const NOW = Date.UTC(2022, 0, 5, 10)
const MINUTE = 60_000

function row(verdict: Partial<Verdict> & Pick<Verdict, 'status'>, at = NOW - MINUTE): StatusRow {
  const url = 'https://example.org/'
  const full = {
    mechanism: null,
    confidence: null,
    reason: null,
    scope: null,
    warnings: [],
    rules: [],
    hop: null,
    engine: 1,
  }
  return {
    target: { id: url, url, category: 'NEWS', group: 'news', sensitive: false, enabled: true, addedAt: 0 },
    latest: {
      networkId: 'unknown',
      targetId: url,
      url,
      measurementId: 'm',
      at,
      verdict: { ...full, ...verdict },
      since: at,
      lastOtherAt: null,
      latencyMs: null,
    },
  }
}

function tick(connectivity: Connectivity, at = NOW - MINUTE) {
  return { at, networkId: 'unknown', connectivity }
}

const calm: Situation = {
  agreed: true,
  paused: false,
  running: false,
  unread: false,
  unplugged: false,
  intervalMinutes: 60,
  tick: tick('online'),
  domestic: false,
  elsewhere: false,
  rows: [row({ status: 'reachable' }), row({ status: 'reachable' })],
  now: NOW,
}
const bad = [...calm.rows, row({ status: 'blocked', mechanism: 'dns', confidence: 'likely' })]

const said = (change: Partial<Situation>) => headlineText(headline({ ...calm, ...change }))

describe('the first sentence', () => {
  it('counts what looks blocked', () => {
    expect(said({ rows: bad }).say).toBe('You are online. **1 site looks blocked** on this network.')
  })

  it('tells a network that is new from a record that is empty', () => {
    const nothing = { tick: null, rows: [] }
    expect(said({ ...nothing, elsewhere: true }).say).toBe('Nothing has been tested on this network yet.')
    expect(said(nothing).say).toBe('Nothing has been tested yet.')
  })

  it('says when only sites inside the country are silent, beside what was found', () => {
    expect(said({ domestic: true, rows: bad }).say).toBe(
      '**Sites inside the country do not answer.** Those abroad do. **1 site looks blocked** on this network.',
    )
    expect(said({ domestic: true, tick: tick('offline') }).say).toBe('You are offline.')
  })

  it('does not call blocked what is only suspected', () => {
    const perhaps = row({ status: 'blocked', mechanism: 'unknown', confidence: 'suspected' })
    const { say, why } = said({ rows: [...calm.rows, perhaps] })
    expect(say).toBe('You are online. **1 site may be blocked**, or down.')
    expect(why).toBeNull()
    const both = said({ rows: [...bad, perhaps, perhaps] })
    expect(both.say).toMatch(/\*\*1 site looks blocked\*\*/)
    expect(both.why).toBe('2 more may be blocked, or down.')
  })

  it('counts what is otherwise restricted apart, in smaller type', () => {
    const slowed = row({ status: 'throttled', confidence: 'likely' })
    const intercepted = row({ status: 'reachable', warnings: ['tls-interception'] })
    expect(said({ rows: [...bad, slowed, intercepted] }).why).toBe('2 more are slowed down or intercepted.')
    const alone = said({ rows: [slowed, intercepted] })
    expect(alone.say).toMatch(/\*\*1 site looks slowed down\*\*/)
    expect(alone.why).toBe('1 more opens, but intercepted.')
  })

  it('says when all is well', () => {
    expect(said({}).say).toBe('You are online. All **2 sites tested open**.')
  })

  it.each(['offline', 'portal', 'national-only'] as const)(
    'never calls a site blocked when the link is %s',
    (state) => {
      const { say, why } = said({ tick: tick(state), rows: bad })
      expect(`${say} ${why}`).not.toMatch(/site looks blocked|sites look blocked/)
    },
  )

  it('believes an unplugged device over an old tick', () => {
    expect(said({ unplugged: true, rows: bad }).say).toBe('You are offline.')
  })

  it('does not say "online" of a look that is too old', () => {
    const old = NOW - 5 * 60 * MINUTE
    expect(
      said({ tick: tick('online', old), rows: [row({ status: 'blocked', confidence: 'likely' }, old)] }).say,
    ).toBe('Not tested recently. When last tested: **1 site looks blocked** on this network.')
  })

  it('speaks in the past when paused', () => {
    expect(said({ paused: true, rows: bad }).say).toMatch(/^Testing is paused\. When last tested: /)
  })

  it('asks for agreement before anything else', () => {
    expect(said({ agreed: false, unplugged: true }).say).toBe('Nothing is tested until you agree.')
  })

  it('does not invite a first look when the record is there but cannot be read', () => {
    const { say, why } = said({ unread: true, tick: null, rows: [] })
    expect(say).toBe('Your record cannot be shown.')
    expect(why).toMatch(/stands below/)
  })

  it('invites a first look, and does not while one runs', () => {
    expect(said({ tick: null, rows: [] }).why).toMatch(/Test now/)
    expect(said({ tick: null, rows: [], running: true }).why).toBe('No site has a result yet.')
  })

  it('names missing access as the reason', () => {
    expect(said({ rows: [row({ status: 'untested', reason: 'permission' })] }).why).toMatch(
      /access is missing/,
    )
  })

  it('never takes an intercepted page for an open one', () => {
    const intercepted = row({ status: 'reachable', warnings: ['tls-interception'] })
    expect(said({ rows: [...calm.rows, intercepted] }).say).toMatch(/1 site opens, but intercepted/)
  })
})
