import { describe, expect, it, vi } from 'vitest'
import {
  CONFIDENCES,
  MECHANISMS,
  REFUSED_SCOPES,
  STATUSES,
  UNTESTED_REASONS,
  WARNINGS,
} from '../../core/model/status.ts'
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
  ...REFUSED_SCOPES.map((scope) => verdict({ status: 'refused', scope })),
  ...CONFIDENCES.map((confidence) => verdict({ status: 'throttled', confidence })),
  ...CONFIDENCES.map((confidence) => verdict({ status: 'blocked', mechanism: 'ip', confidence })),
  ...WARNINGS.map((warning) => verdict({ status: 'reachable', warnings: [warning] })),
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

  it('send nobody around an interceptor, and warn of its certificate', () => {
    const caught = verdict({ status: 'blocked', mechanism: 'tls-interception', confidence: 'likely' })
    expect(advice(caught).join(' ')).toMatch(/no passwords.*Install no certificate/)
    expect(advice(caught).join(' ')).not.toMatch(/VPN|Tor/)
  })

  it('never name a way around without the law beside it', () => {
    const ways = every.flatMap(advice).filter((line) => /VPN or Tor|secure DNS/.test(line))
    expect(ways.length).toBeGreaterThan(0)
    expect(ways.filter((line) => !/law/.test(line))).toEqual([])
  })

  it.each(CONFIDENCES)('call a confidence by one word everywhere: %s', (confidence) => {
    const one = verdict({ status: 'throttled', confidence })
    expect(meaning(one).join(' ').toLowerCase()).toContain(confidence)
    expect(
      meaning({ ...one, status: 'blocked', mechanism: 'dns' })
        .join(' ')
        .toLowerCase(),
    ).toContain(confidence)
  })

  it('say whose view it is where the browser hides the operator’s DNS', () => {
    const hidden = { warnings: ['doh-hides-operator-dns' as const] }
    expect(meaning(verdict({ status: 'reachable', ...hidden }))[0]).toMatch(/^As this browser saw it/)
    expect(meaning(verdict({ status: 'blocked', mechanism: 'dns', ...hidden })).at(-1)).toMatch(
      /as this browser saw it/,
    )
  })

  it('say what would have told more', () => {
    const alone = verdict({ status: 'inconclusive', warnings: ['no-second-opinion'] })
    expect(advice(alone)[0]).toMatch(/second opinions/)
  })
})
