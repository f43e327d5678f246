import { describe, expect, it, vi } from 'vitest'
import type { Network } from '../history/records.ts'
import { CONSENT_TEXT_VERSION } from '../settings/consent.ts'
import { defaultSettings } from '../settings/defaults.ts'
import type { Settings } from '../settings/settings.ts'
import { testArea } from '../settings/test-area.ts'
import {
  type Answer,
  ECHO,
  GEOLOOKUP,
  geolookup,
  serving,
  silence,
  TRACE,
  trace,
} from './answers.test-kit.ts'
import { NETWORKS_KEY, parseNetworks } from './state.ts'

vi.mock('../platform/browser.ts', () => ({ browser: {} }))
const { Refresher } = await import('./refresher.ts')

const HOUR = 3_600_000
const until = (holds: () => boolean) => vi.waitUntil(holds, { interval: 1 })
const agreed: Settings = {
  ...defaultSettings(''),
  consent: { at: 1, textVersion: CONSENT_TEXT_VERSION },
  secondOpinions: true,
}
const METRO = { [TRACE]: trace('2.133.0.2'), [GEOLOOKUP]: geolookup('2.133.0.2') }
const BRANCH = {
  [TRACE]: trace('2.133.1.2'),
  [GEOLOOKUP]: geolookup('2.133.1.2', 12_997, 'KG', 'OJSC Kyrgyztelecom'),
}
const EXIT = { [TRACE]: trace('194.165.16.7'), [GEOLOOKUP]: geolookup('194.165.16.7', 9009, 'RO', 'M247') }

function device(settings = agreed) {
  const area = testArea()
  const state = {
    now: 1_000 * HOUR,
    settings,
    answers: METRO as Record<string, Answer>,
    stripped: true,
    proxied: null as boolean | null,
    watching: 0,
    asked: 0,
    noted: [] as Network[],
    changes: [] as string[],
    noteFails: false,
    spent: 0,
    /** Ends the waiting of whoever waits. */
    impatient: () => {},
  }
  const boot = () =>
    new Refresher({
      area,
      settings: async () => state.settings,
      mayReach: async () => true,
      async stripHeaders() {
        if (!state.stripped) throw new Error('no rules')
      },
      watchProxied() {
        state.watching++
        return { told: async () => state.proxied, stop: () => void state.watching-- }
      },
      fetch: async (...request) => {
        state.asked++
        return serving(state.answers).fetch(...request)
      },
      times: { eachMs: 1_000, nextAfterMs: 1_000 },
      spend({ requests }) {
        state.spent += requests
      },
      async note(network) {
        if (state.noteFails) throw new Error('quota')
        state.noted.push(network)
      },
      onChanged: ({ id }) => void state.changes.push(id),
      now: () => state.now,
      after: () =>
        new Promise((resolve) => {
          state.impatient = resolve
        }),
    })
  const kept = () => parseNetworks(area.items[NETWORKS_KEY])
  return { area, state, boot, kept, refresher: boot() }
}

describe('refresh', () => {
  it('asks once more when the device slept in the middle: it may have woken elsewhere', async () => {
    const { refresher, state } = device()
    const from = Date.now()
    let slept = 0
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => from + slept)
    state.answers = {
      ...METRO,
      [GEOLOOKUP]: (init) => {
        slept = 3_000
        state.answers = BRANCH
        return geolookup('2.133.0.2')(init)
      },
    }
    expect((await refresher.refresh('sweep')).network.id).toBe('as12997-kg')
    expect(state.changes).toEqual(['as12997-kg'])
    clock.mockRestore()
  })

  it('finds the network, notes it, and remembers it over a restart', async () => {
    const { refresher, state, boot, kept } = device()
    expect(await refresher.refresh('sweep')).toEqual({
      network: {
        id: 'as9198-kz',
        asn: 9198,
        operator: 'JSC Kazakhtelecom',
        country: 'KZ',
        label: null,
        vpn: false,
        firstSeen: state.now,
        lastSeen: state.now,
      },
      changed: true,
      why: null,
    })
    expect(state.noted.map(({ id }) => id)).toEqual(['as9198-kz'])
    expect(state.changes).toEqual(['as9198-kz'])
    expect(kept()?.tried).toEqual([{ name: 'OONI', why: '' }])
    const before = state.asked
    state.now += 60_000
    const again = await boot().refresh('sweep', { freshMs: 120_000 })
    expect(again).toMatchObject({ network: { id: 'as9198-kz' }, changed: false, why: null })
    expect(state.asked).toBe(before)
    expect(state.spent).toBe(state.asked)
    expect(state.watching).toBe(0)
  })

  it('asks again when that is too long ago, and always when the user or a hint asks', async () => {
    const { refresher, state } = device()
    await refresher.refresh('sweep')
    for (const [cause, passed] of [
      ['sweep', 120_000],
      ['asked', 0],
      ['moved', 0],
    ] as const) {
      const before = state.asked
      state.now += passed
      await refresher.refresh(cause, { freshMs: 120_000 })
      expect([cause, state.asked]).toEqual([cause, before + 1])
    }
  })

  it('asks again after the clock was set back', async () => {
    const { refresher, state } = device()
    await refresher.refresh('sweep')
    state.now -= HOUR
    const before = state.asked
    await refresher.refresh('sweep', { freshMs: 120_000 })
    expect(state.asked).toBeGreaterThan(before)
  })

  it('tells of another network', async () => {
    const { refresher, state } = device()
    await refresher.refresh('sweep')
    state.answers = BRANCH
    expect(await refresher.refresh('moved')).toMatchObject({ network: { id: 'as12997-kg' }, changed: true })
    expect(state.changes).toEqual(['as9198-kz', 'as12997-kg'])
    expect(await refresher.refresh('asked')).toMatchObject({ changed: false })
  })

  it.each<[string, boolean | null, string, boolean]>([
    ['through a proxy that the browser tells of', true, 'as9009-ro-vpn', true],
    ['at a hosting company, the browser silent', null, 'as9009-ro', true],
  ])('marks a network %s', async (_name, proxied, id, vpn) => {
    const { refresher, state } = device()
    state.answers = EXIT
    state.proxied = proxied
    expect((await refresher.refresh('sweep')).network).toMatchObject({ id, vpn })
  })

  it('marks a home line behind a proxy as a network of its own', async () => {
    const { refresher, state } = device()
    state.proxied = true
    expect((await refresher.refresh('sweep')).network).toMatchObject({ id: 'as9198-kz-vpn', vpn: true })
  })

  it('stores no address of ours', async () => {
    const { refresher, area, state } = device()
    await refresher.refresh('sweep')
    expect(JSON.stringify([area.items, state.noted])).not.toContain('2.133.0.2')
  })

  it('goes on when the row cannot be noted', async () => {
    const { refresher, state, kept } = device()
    state.noteFails = true
    vi.spyOn(console, 'error').mockImplementationOnce(() => {})
    expect(await refresher.refresh('sweep')).toMatchObject({ network: { id: 'as9198-kz' }, why: null })
    expect(kept()?.current?.id).toBe('as9198-kz')
  })
})

describe('when nobody answers', () => {
  it('believes what is remembered for a day, then nothing', async () => {
    const { refresher, state, kept } = device()
    await refresher.refresh('sweep')
    state.answers = {}
    state.now += 24 * HOUR - 1
    expect(await refresher.refresh('sweep')).toMatchObject({
      network: { id: 'as9198-kz' },
      changed: false,
      why: 'failed',
    })
    expect(kept()?.tried).toEqual([
      { name: 'OONI', why: 'unreachable' },
      { name: 'ifconfig.co', why: 'unreachable' },
    ])
    state.now += 1
    expect(await refresher.refresh('sweep')).toMatchObject({
      network: { id: 'unknown' },
      changed: true,
      why: 'failed',
    })
    expect(state.noted.at(-1)?.id).toBe('unknown')
  })

  it('believes nothing after a hint at a change, and asks until somebody answers', async () => {
    const { refresher, state, boot } = device()
    await refresher.refresh('sweep')
    state.answers = {}
    expect(await refresher.refresh('moved')).toMatchObject({
      network: { id: 'unknown' },
      changed: true,
      why: 'failed',
    })
    state.answers = METRO
    expect(await boot().refresh('sweep', { freshMs: HOUR })).toMatchObject({
      network: { id: 'as9198-kz' },
      why: null,
    })
    const before = state.asked
    await refresher.refresh('sweep', { freshMs: HOUR })
    expect(state.asked).toBe(before)
  })

  it.each<[string, Partial<Settings>]>([
    ['without consent', { consent: null }],
    ['with second opinions off', { secondOpinions: false }],
    ['after an agreement to a text that did not name look-ups', { consent: { at: 1, textVersion: 2 } }],
  ])('%s nobody is asked', async (_name, change) => {
    const { refresher, state } = device({ ...agreed, ...change })
    expect(await refresher.refresh('asked')).toMatchObject({ network: { id: 'unknown' }, why: 'not-allowed' })
    expect(state.asked).toBe(0)
  })

  it('asks nobody when headers cannot be stripped', async () => {
    const { refresher, state } = device()
    state.stripped = false
    expect(await refresher.refresh('asked')).toMatchObject({ network: { id: 'unknown' }, why: 'failed' })
    expect(state.asked).toBe(0)
  })

  it('never rejects, not even when the settings cannot be read', async () => {
    const { refresher, state } = device()
    vi.spyOn(console, 'error').mockImplementationOnce(() => {})
    state.settings = null as unknown as Settings
    expect(await refresher.refresh('sweep')).toMatchObject({ why: 'failed' })
  })
})

it('forgets all of it, after a look that is under way', async () => {
  const { refresher, state, kept } = device()
  const look = refresher.refresh('sweep')
  const before = kept()?.salt
  await refresher.forget()
  await look
  expect(kept()).toMatchObject({ current: null, known: [], tried: [] })
  expect(kept()?.salt).not.toBe(before)
  expect(state.noted).toHaveLength(1)
})

describe('side by side', () => {
  it('askers share one look', async () => {
    const { refresher, state } = device()
    const all = await Promise.all([refresher.refresh('sweep'), refresher.refresh('heartbeat')])
    expect(all.map(({ network }) => network.id)).toEqual(['as9198-kz', 'as9198-kz'])
    expect(state.asked).toBe(2)
  })

  it('who says that we moved is not told what was asked before', async () => {
    const { refresher, state } = device()
    let answer = () => {}
    const waiting = new Promise<void>((resolve) => {
      answer = resolve
    })
    state.answers = { ...METRO, [GEOLOOKUP]: (init) => waiting.then(() => METRO[GEOLOOKUP](init)) }
    const before = refresher.refresh('sweep')
    await until(() => state.asked === 2)
    state.answers = BRANCH
    const after = [refresher.refresh('moved'), refresher.refresh('asked')]
    answer()
    expect((await before).network.id).toBe('as9198-kz')
    for (const one of after) expect((await one).network.id).toBe('as12997-kg')
    expect(state.asked).toBe(4)
  })

  it('who cannot wait gets what is remembered, and the change later', async () => {
    const { refresher, state, kept } = device()
    await refresher.refresh('sweep')
    state.now += HOUR
    let answer = () => {}
    const waiting = new Promise<void>((resolve) => {
      answer = resolve
    })
    state.answers = { ...BRANCH, [GEOLOOKUP]: (init) => waiting.then(() => BRANCH[GEOLOOKUP](init)) }
    const hurried = refresher.refresh('sweep', { waitMs: 2_000 })
    await until(() => state.asked === 4)
    state.impatient()
    expect(await hurried).toMatchObject({ network: { id: 'as9198-kz' }, changed: false, why: 'slow' })
    answer()
    await until(() => kept()?.current?.id === 'as12997-kg')
    await until(() => state.changes.at(-1) === 'as12997-kg')
  })

  it('who cannot wait after a hint gets no network that may be the wrong one', async () => {
    const { refresher, state } = device()
    await refresher.refresh('sweep')
    state.answers = { [TRACE]: silence, [ECHO]: silence }
    const hurried = refresher.refresh('moved', { waitMs: 2_000 })
    await until(() => state.asked === 3)
    state.impatient()
    expect(await hurried).toMatchObject({ network: { id: 'unknown' }, changed: true, why: 'slow' })
  })
})
