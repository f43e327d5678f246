import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Observation } from '../../core/model/observation.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import { allDoh, failed, page, references } from '../../core/verdict/observe.test-kit.ts'
import { EARLY_MS, idOf, type Look, type PlanInput } from '../../core/verdict/plan.ts'
import { LIMITS } from './limits.ts'

vi.mock('../platform/browser.ts', () => ({ browser: {} }))
const { measureTarget } = await import('./target.ts')

const URL = 'https://news.example/'
const FIRST: Look = { kind: 'page', role: 'target', url: URL, timeoutMs: 10_000 }
const PATIENT: Look = { kind: 'page', role: 'patient', url: URL, timeoutMs: 32_000 }
const DOH: Look = { kind: 'doh', name: 'news.example', type: 'A' }
const LINK: Look = { kind: 'references' }
const TRANSFERS: Look = { kind: 'transfers', url: URL }

/** How long each look takes and what it brings; a look that is not named never ends. */
type World = [Look, number, Observation[]][]
type Plan = (input: PlanInput) => Look[]

function start(world: World, next: Plan, over: Partial<Parameters<typeof measureTarget>[0]> = {}) {
  const asked: string[] = []
  const signals = new Map<string, AbortSignal>()
  const early: Verdict[] = []
  const settled: number[] = []
  const from = performance.now()
  const stop = new AbortController()
  const measured = measureTarget({
    url: URL,
    allSites: true,
    country: '',
    secondOpinions: true,
    control: false,
    transfers: () => false,
    retest: false,
    mayDiagnose: () => true,
    onEarly: (verdict) => early.push(verdict),
    onSettledFirst: () => settled.push(performance.now() - from),
    signal: stop.signal,
    next,
    carryOut: (look, signal) => {
      asked.push(idOf(look))
      signals.set(idOf(look), signal)
      const found = world.find(([one]) => idOf(one) === idOf(look))
      return new Promise((resolve) => {
        if (found) setTimeout(() => resolve(found[2]), found[1])
      })
    },
    ...over,
  })
  return { asked, signals, early, settled, measured, stop }
}

const once =
  (...looks: Look[]): Plan =>
  ({ observations }) =>
    observations.length === 0 ? [FIRST] : looks

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('measureTarget', () => {
  it('asks a healthy target once', async () => {
    const run = start([[FIRST, 100, [page(URL)]]], once())
    await vi.advanceTimersByTimeAsync(100)
    const measured = await run.measured
    expect(run.asked).toEqual([idOf(FIRST)])
    expect(measured).toMatchObject({ requests: 1, verdict: { status: 'reachable' } })
    expect(run.settled).toEqual([100])
    expect(run.early).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('asks the plan again when any look ends, and never begins a look twice', async () => {
    const seen: number[] = []
    const plan: Plan = ({ observations, pending }) => {
      seen.push(pending.length)
      return observations.length === 0 ? [FIRST] : [FIRST, DOH, LINK, DOH]
    }
    const run = start(
      [
        [FIRST, 10, [failed(URL, 'tcp.reset')]],
        [DOH, 50, allDoh('news.example', ['93.184.216.34'])],
        [LINK, 200, []],
      ],
      plan,
    )
    await vi.advanceTimersByTimeAsync(210)
    const { observations } = await run.measured
    expect(run.asked).toEqual([FIRST, DOH, LINK].map(idOf))
    expect(seen).toEqual([0, 0, 1, 0])
    expect(observations).toHaveLength(4)
  })

  it('tells what ended looks cost while others are under way, and the whole with the result', async () => {
    const told: unknown[] = []
    const run = start(
      [
        [FIRST, 10, [{ ...failed(URL, 'tcp.reset'), requests: 2, bytes: 5 }]],
        [DOH, 50, allDoh('news.example', ['93.184.216.34'], { bytes: 100 })],
        [LINK, 200, [{ ...failed(URL, 'tcp.reset'), role: 'repeat' }]],
      ],
      once(FIRST, DOH, LINK),
      { onCost: (cost) => told.push(cost) },
    )
    await vi.advanceTimersByTimeAsync(210)
    expect(told).toEqual([
      { requests: 2, bytes: 5 },
      { requests: 5, bytes: 305 },
    ])
    expect(await run.measured).toMatchObject({ requests: 6, bytes: 305 })
  })

  it('asks the plan once while a slow first look is pending, and says how long', async () => {
    const waited: number[] = []
    const plan: Plan = ({ waitingMs, observations }) => {
      if (waitingMs !== null) waited.push(waitingMs)
      if (observations.length === 0 && waitingMs === null) return [FIRST]
      return waitingMs !== null && waitingMs >= EARLY_MS ? [LINK] : []
    }
    const run = start(
      [
        [FIRST, 9_000, [failed(URL, 'timed_out')]],
        [LINK, 500, []],
      ],
      plan,
    )
    await vi.advanceTimersByTimeAsync(EARLY_MS + 30)
    expect(run.asked).toEqual([FIRST, LINK].map(idOf))
    expect(waited).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(10_000)
    await run.measured
  })

  it('does not wait for second opinions on a page that came late but well, and counts what they asked', async () => {
    const plan: Plan = ({ observations, waitingMs }) =>
      waitingMs !== null ? [DOH, LINK] : observations.length === 0 ? [FIRST] : []
    const late = start([[FIRST, 5_000, [page(URL)]]], plan)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await late.measured).toMatchObject({ ms: 5_000, requests: 3, verdict: { status: 'reachable' } })
    expect(late.signals.get(idOf(DOH))?.aborted).toBe(true)
    const failing = start([[FIRST, 5_000, [failed(URL, 'tcp.reset')]]], plan)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(failing.signals.get(idOf(DOH))?.aborted).toBe(false)
    failing.stop.abort()
    await failing.measured
  })

  it('lets the next target begin when the first look hangs', async () => {
    const run = start([], once())
    await vi.advanceTimersByTimeAsync(EARLY_MS)
    expect(run.settled).toEqual([EARLY_MS])
    await vi.advanceTimersByTimeAsync(LIMITS.targetMs)
    await run.measured
    expect(run.settled).toHaveLength(1)
  })

  it('ends a target when its time is over: what hangs is cut off, what was seen is judged', async () => {
    const run = start([[FIRST, 100, [failed(URL, 'tcp.reset')]]], once(PATIENT))
    await vi.advanceTimersByTimeAsync(LIMITS.targetMs - 1)
    expect(run.signals.get(idOf(PATIENT))?.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    const { observations, ms } = await run.measured
    expect(run.signals.get(idOf(PATIENT))?.aborted).toBe(true)
    expect(observations).toHaveLength(1)
    expect(ms).toBe(LIMITS.targetMs)
  })

  it('lets a transfer test wait for its turn past that time, but begins nothing more', async () => {
    const plan: Plan = ({ observations }) =>
      observations.length === 0 ? [FIRST] : observations.length === 1 ? [TRANSFERS, PATIENT] : [DOH]
    const end = LIMITS.targetMs + 30_000
    const run = start(
      [
        [FIRST, 100, [page(URL)]],
        [TRANSFERS, end, [page(URL)]],
      ],
      plan,
    )
    await vi.advanceTimersByTimeAsync(LIMITS.targetMs)
    expect(run.signals.get(idOf(PATIENT))?.aborted).toBe(true)
    expect(run.signals.get(idOf(TRANSFERS))?.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(end)
    expect((await run.measured).observations).toHaveLength(2)
    expect(run.asked).not.toContain(idOf(DOH))
  })

  it('stops at once when the user does', async () => {
    const run = start([[FIRST, 5_000, [page(URL)]]], once())
    await vi.advanceTimersByTimeAsync(1_000)
    run.stop.abort()
    const { observations } = await run.measured
    expect(observations).toEqual([])
    expect(run.signals.get(idOf(FIRST))?.aborted).toBe(true)
    expect(run.settled).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(1) // the fake look's own
  })

  it('makes the first look only when the budget is used up, and none for a retest either', async () => {
    const world: World = [[FIRST, 100, [failed(URL, 'tcp.reset')]]]
    const run = start(world, () => [DOH, LINK], { mayDiagnose: () => false, retest: true })
    await vi.advanceTimersByTimeAsync(100)
    await run.measured
    expect(run.asked).toEqual([idOf(FIRST)])
  })

  it('says a first word when the first look has ended and nothing pending may acquit, and once', async () => {
    const world: World = [
      [FIRST, 100, [failed(URL, 'dns.name_not_resolved')]],
      [LINK, 300, references()],
      [DOH, 700, allDoh('news.example', ['93.184.216.34'])],
      [PATIENT, 5_000, []],
    ]
    const run = start(world, once(LINK, DOH, PATIENT))
    await vi.advanceTimersByTimeAsync(799)
    expect(run.early).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    const told = run.early.map(({ status }) => status)
    await vi.advanceTimersByTimeAsync(5_000)
    const { verdict } = await run.measured
    expect(told).toEqual([verdict.status])
    expect(verdict.status).toBe('blocked')
  })

  it('goes on when a second opinion is at fault, and fails when the first look is', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const broken = start([], once(DOH), {
      carryOut: (look) =>
        idOf(look) === idOf(FIRST)
          ? Promise.resolve([failed(URL, 'tcp.reset')])
          : Promise.reject(new Error('broken')),
    })
    expect((await broken.measured).observations).toHaveLength(1)
    const worse = start([], once(), { carryOut: () => Promise.reject(new Error('broken')) })
    await expect(worse.measured).rejects.toThrow('broken')
  })
})
