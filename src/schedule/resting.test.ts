import { describe, expect, it } from 'vitest'
import { defaultSettings } from '../settings/defaults.ts'
import type { Settings } from '../settings/settings.ts'
import { NO_RESERVE, nextLocalDay } from './day-budget.ts'
import { type Circumstances, intervalFactor, restOf } from './resting.ts'

const NOW = 1_700_000_000_000
const rest = (settings: Partial<Settings>, more: Partial<Circumstances> = {}) =>
  restOf({
    settings: { ...defaultSettings('Asia/Almaty'), ...settings },
    metered: false,
    vpn: false,
    spent: { day: 'd', requests: 0, bytes: 0 },
    reserve: NO_RESERVE,
    now: NOW,
    recheckMs: 600_000,
    ...more,
  })
const soon = NOW + 600_000
const spent = { day: 'd', requests: 20_000, bytes: 0 }

describe('restOf', () => {
  it.each([
    ['an ordinary line', {}, {}, null],
    ['paused', { paused: true }, { vpn: true }, { why: 'paused', until: null }],
    ['a VPN', {}, { vpn: true }, null],
    ['a VPN, and quiet on it', { quietOnVpn: true }, { vpn: true }, { why: 'vpn', until: soon }],
    ['quiet on a VPN, and none', { quietOnVpn: true }, {}, null],
    ['metered', {}, { metered: true }, null],
    ['metered, not at all', { onMetered: 'pause' }, { metered: true }, { why: 'metered', until: soon }],
    ['not metered', { onMetered: 'pause' }, {}, null],
    ['used up', {}, { spent }, { why: 'budget', until: nextLocalDay(NOW) }],
    ['used up but for the reserve', {}, { spent: { ...spent, requests: 19_990 } }, null],
    [
      'into the reserve',
      {},
      { spent: { ...spent, requests: 19_990 }, reserve: { requests: 10, bytes: 0 } },
      { why: 'budget', until: nextLocalDay(NOW) },
    ],
  ] as const)('%s', (_name, settings, more, expected) => {
    expect(rest(settings, more)).toEqual(expected)
  })
})

describe('intervalFactor', () => {
  it('is four on a metered connection, where that is wanted', () => {
    expect(intervalFactor({ onMetered: 'less' }, true)).toBe(4)
    expect(intervalFactor({ onMetered: 'less' }, false)).toBe(1)
    expect(intervalFactor({ onMetered: 'same' }, true)).toBe(1)
  })
})
