import { describe, expect, it, vi } from 'vitest'
import { MECHANISMS, STATUSES, UNTESTED_REASONS } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import { speaking } from './messages.test-kit.ts'

vi.mock('../platform/browser.ts', () => ({ browser: speaking('en') }))

const { advice, meaning } = await import('./advice.ts')
const { verdictDetail, verdictPhrase } = await import('./words.ts')

function verdict(given: Partial<Verdict> & Pick<Verdict, 'status'>): Verdict {
  const none = { mechanism: null, confidence: null, reason: null, scope: null, hop: null }
  return { ...none, warnings: [], rules: [], engine: 1, ...given }
}

const every: Verdict[] = [
  ...STATUSES.map((status) => verdict({ status })),
  ...MECHANISMS.map((mechanism) => verdict({ status: 'blocked', mechanism, confidence: 'likely' })),
  ...UNTESTED_REASONS.map((reason) => verdict({ status: 'untested', reason })),
]

describe('words for verdicts', () => {
  it.each(every)('are there, and are words, for $status $mechanism $reason', (one) => {
    const said = [verdictPhrase(one), verdictDetail(one) ?? 'none', ...meaning(one), ...advice(one)]
    expect(said.filter((text) => text === '' || /\$\d|^[a-z]+_\w+$/.test(text))).toEqual([])
    expect(meaning(one).length).toBeGreaterThan(0)
    expect(advice(one).length).toBeGreaterThan(0)
  })

  it('never claim a block on suspicion alone', () => {
    expect(verdictPhrase(verdict({ status: 'blocked', confidence: 'suspected' }))).toBe(
      'May be blocked, or down',
    )
    expect(verdictPhrase(verdict({ status: 'blocked', confidence: 'likely' }))).toBe('Likely blocked')
  })

  it('warn before a password goes to an interceptor', () => {
    const intercepted = verdict({ status: 'reachable', warnings: ['tls-interception'] })
    expect(verdictPhrase(intercepted)).toMatch(/intercepted/)
    expect(advice(intercepted)[0]).toMatch(/no passwords/)
  })

  it('say what would have told more', () => {
    const alone = verdict({ status: 'inconclusive', warnings: ['no-second-opinion'] })
    expect(advice(alone)[0]).toMatch(/second opinions/)
  })
})
