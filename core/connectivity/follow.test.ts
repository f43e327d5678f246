import { describe, expect, it } from 'vitest'
import type { LinkFold } from './fold.ts'
import { followLink } from './follow.ts'
import type { Outage } from './outage.ts'
import { MINUTE, START, tickAt } from './tick.test-kit.ts'
import type { Tick } from './tick.ts'

/** What is stored after these heartbeats. */
function follow(ticks: readonly Tick[]): { outages: Outage[]; fold: LinkFold | null } {
  const rows = new Map<string, Outage>()
  let fold: LinkFold | null = null
  for (const tick of ticks) {
    const followed = followLink(fold, tick)
    fold = followed.fold
    for (const outage of followed.outages) rows.set(outage.id, outage)
  }
  return { outages: [...rows.values()], fold }
}

const at = (minute: number) => START + minute * MINUTE
/** From 0 every five minutes: `.` online, `x` offline, `n` national only, `d` degraded, `p` portal, `D` domestic. */
const STATES = {
  '.': 'online',
  x: 'offline',
  n: 'national-only',
  d: 'degraded',
  p: 'portal',
  D: 'domestic',
} as const

function beats(text: string, from = 0): Tick[] {
  return [...text].flatMap((letter, i) =>
    letter in STATES ? tickAt(from + i * 5, STATES[letter as keyof typeof STATES]) : [],
  )
}

describe('followLink: onset', () => {
  it('takes two bad heartbeats of three', () => {
    expect(follow(beats('...x....')).outages).toEqual([])
    expect(follow(beats('..x..x..x..')).outages).toEqual([])
    const [outage, ...others] = follow(beats('...xx')).outages
    expect(others).toEqual([])
    expect(outage).toMatchObject({ kind: 'offline', onset: { from: at(10), to: at(15) }, end: null })
    expect(follow(beats('...x.x')).outages[0]).toMatchObject({
      onset: { from: at(10), to: at(15) },
      returns: [{ from: at(20), to: at(20) }],
      ticks: { offline: 2, online: 1 },
    })
  })
  it('has no beginning to its bracket when nothing good was ever seen', () => {
    expect(follow(beats('xxx')).outages[0]?.onset).toEqual({ from: null, to: at(0) })
  })
  it('is of the worst kind that two heartbeats came to, and keeps its id', () => {
    expect(follow(beats('.dx')).outages[0]).toMatchObject({ kind: 'degraded' })
    expect(follow(beats('.dxd')).outages[0]).toMatchObject({ kind: 'degraded' })
    const [outage] = follow(beats('.dxdx')).outages
    expect(outage).toMatchObject({ kind: 'offline', id: `${at(5)}-degraded` })
    expect(follow(beats('.nn')).outages[0]).toMatchObject({
      kind: 'national-only',
      worked: { 'n1.example.kz': 2, 'n2.example.kz': 2, 'n3.example.kz': 2 },
      lowest: 3 / 7,
    })
  })
  it('tells a domestic outage while the world answers', () => {
    const [outage] = follow(beats('.DD')).outages
    expect(outage).toMatchObject({ kind: 'domestic', ticks: { online: 2 }, lowest: 4 / 7 })
    expect(Object.keys(outage?.worked ?? {})).toHaveLength(4)
  })
  it('tells a line that became slow, and none that always was', () => {
    const slow = (from: number, n: number, ms: number) =>
      Array.from({ length: n }, (_, i) => tickAt(from + i * 5, 'online', { ms }))
    expect(follow([...beats('....'), ...slow(20, 3, 4_000)]).outages[0]).toMatchObject({
      kind: 'degraded',
      ticks: { degraded: 3 },
    })
    expect(follow([...beats('....'), ...slow(20, 3, 2_000)]).outages).toEqual([])
    expect(follow(slow(0, 50, 4_000)).outages).toEqual([])
    // Two hours of it do not make it ordinary.
    expect(follow([...beats('....'), ...slow(20, 24, 4_000)]).outages[0]).toMatchObject({
      ticks: { degraded: 24 },
    })
  })
})

describe('followLink: end', () => {
  it('takes two good heartbeats that span ten minutes', () => {
    expect(follow(beats('.xx..')).outages[0]?.end).toBeNull()
    expect(follow(beats('.xx...')).outages[0]?.end).toEqual({ from: at(10), to: at(15) })
    const quick = [15, 16, 17, 18].map((minute) => tickAt(minute, 'online'))
    expect(follow([...beats('.xx'), ...quick]).outages[0]?.end).toBeNull()
  })
  it('tells shorter ones as returns', () => {
    const [outage, ...others] = follow(beats('.xx..x.xx...')).outages
    expect(others).toEqual([])
    expect(outage?.returns).toEqual([
      { from: at(15), to: at(20) },
      { from: at(30), to: at(30) },
    ])
    expect(outage?.ticks).toEqual({ offline: 5, online: 3 })
    expect(outage?.end).toEqual({ from: at(40), to: at(45) })
  })
  it('begins another after a longer one', () => {
    const { outages } = follow(beats('.xx...xx'))
    expect(outages.map(({ id }) => id)).toEqual([`${at(5)}-offline`, `${at(30)}-offline`])
    expect(outages[1]?.onset).toEqual({ from: at(25), to: at(30) })
  })
})

describe('followLink: nobody there', () => {
  const NIGHT = 600
  it('opens nothing, however long', () => {
    expect(follow([...beats('...'), ...beats('...', NIGHT)]).outages).toEqual([])
  })
  it('does not count what was seen before it together with what is seen after', () => {
    expect(follow([...beats('..x'), ...beats('x..', NIGHT)]).outages).toEqual([])
    expect(follow([...beats('..x'), ...beats('.x.', NIGHT)]).outages).toEqual([])
  })
  it('widens the bracket of an onset over it', () => {
    const [outage] = follow([...beats('...'), ...beats('xxx', NIGHT)]).outages
    expect(outage).toMatchObject({ onset: { from: at(10), to: at(NIGHT) }, unobservedMs: 0 })
    expect(outage?.ticks).toEqual({ offline: 3 })
  })
  it('widens the bracket of an end over it, and is told', () => {
    const [outage] = follow([...beats('.xx'), ...beats('...', NIGHT)]).outages
    expect(outage).toMatchObject({
      end: { from: at(10), to: at(NIGHT) },
      unobservedMs: (NIGHT - 10) * MINUTE,
    })
  })
  it('makes a return of what was good before it: nobody knows whether it lasted', () => {
    const [outage] = follow([...beats('.xx..'), ...beats('xx...', NIGHT)]).outages
    expect(outage).toMatchObject({
      returns: [{ from: at(15), to: at(20) }],
      unobservedMs: (NIGHT - 20) * MINUTE,
      end: { from: at(NIGHT + 5), to: at(NIGHT + 10) },
    })
  })
  it('does not believe the first look after it alone: Wi-Fi may not be up yet', () => {
    expect(follow([...beats('...'), ...beats('x.x...', NIGHT)]).outages).toEqual([])
    expect(follow([...beats('...'), ...beats('xx...', NIGHT)]).outages).toEqual([])
    const [outage] = follow([...beats('.xx'), ...beats('x...', NIGHT)]).outages
    expect(outage?.end).toEqual({ from: at(10), to: at(NIGHT + 5) })
  })
  it('holds back the first look on a fresh link as well', () => {
    const fresh = tickAt(15, 'offline', { cause: 'network' })
    expect(follow([...beats('...'), fresh, ...beats('x.', 20)]).outages).toEqual([])
    expect(follow([...beats('...'), fresh, ...beats('xx', 20)]).outages[0]?.onset).toEqual({
      from: at(10),
      to: at(15),
    })
  })
  it('counts the period that was promised: the minute after trouble is no gap', () => {
    const again = { cause: 'again', periodMs: MINUTE } as const
    const ticks = [
      ...beats('..'),
      tickAt(10, 'offline', { periodMs: MINUTE }),
      tickAt(11, 'offline', again),
      // Then for four minutes nothing, where one minute was promised.
      tickAt(15, 'offline', again),
      tickAt(16, 'offline', again),
    ]
    expect(follow(ticks).outages[0]).toMatchObject({ unobservedMs: 4 * MINUTE, ticks: { offline: 4 } })
  })
  it('claims nothing from heartbeats that do not say when the next was due', () => {
    const old = beats('..xxxx').map(({ detail: _, ...tick }) => tick)
    expect(follow(old).outages).toEqual([])
  })
})

describe('followLink: clocks', () => {
  it('starts afresh when the wall clock was set back', () => {
    const before = beats('..xx')
    const back = [0, 5, 10].map((minute) =>
      tickAt(-600 + minute, 'offline', { monotonic: (20 + minute) * MINUTE }),
    )
    const { outages } = follow([...before, ...back])
    expect(outages).toHaveLength(2)
    expect(outages[0]?.end).toBeNull()
    expect(outages[1]).toMatchObject({ onset: { from: null, to: at(-600) } })
  })
  it('sees it across sessions too', () => {
    const back = beats('...', -600).map((tick) =>
      tickAt((tick.at - START) / MINUTE, 'online', { session: 'two' }),
    )
    const { outages, fold } = follow([...beats('.xx'), ...back])
    expect(outages[0]?.end).toBeNull()
    expect(fold?.lines.home?.lastGood).toBe(at(-590))
  })
  it('takes a clock set forward for a sleep: nothing is claimed over it', () => {
    const forward = [15, 20, 25].map((minute) =>
      tickAt(minute + 600, 'online', { monotonic: minute * MINUTE }),
    )
    expect(follow([...beats('...'), ...forward]).outages).toEqual([])
    expect(follow([...beats('.xx'), ...forward]).outages[0]?.end).toEqual({ from: at(10), to: at(615) })
  })
  it('ignores an older heartbeat that was stored late, and the same one again', () => {
    const ticks = beats('.xx')
    const late = tickAt(9.9, 'online')
    expect(follow([...ticks, late])).toEqual(follow(ticks))
    expect(follow(ticks.flatMap((tick) => [tick, tick]))).toEqual(follow(ticks))
  })
})

describe('followLink: networks', () => {
  const on = (networkId: string, from: number, text: string) =>
    beats(text, from).map((tick) => ({ ...tick, networkId }))

  it('follows each by itself: time on another one is unobserved', () => {
    const ticks = [...on('home', 0, '.xx'), ...on('phone', 15, '....'), ...on('home', 35, '...')]
    const { outages } = follow(ticks)
    expect(outages).toHaveLength(1)
    expect(outages[0]).toMatchObject({
      networkId: 'home',
      end: { from: at(10), to: at(35) },
      unobservedMs: 25 * MINUTE,
    })
  })
  it('takes an unknown one for the one we were on, while offline', () => {
    const ticks = [...on('home', 0, '..x'), ...on('unknown', 15, 'xx'), ...on('unknown', 600, 'xxx')]
    const { outages } = follow(ticks)
    expect(outages).toHaveLength(1)
    expect(outages[0]).toMatchObject({ networkId: 'home', onset: { from: at(5), to: at(10) } })
  })
  it('does not after a gap on a line that was well: we may be anywhere', () => {
    const { outages } = follow([...on('home', 0, '...'), ...on('unknown', 600, 'xxx')])
    expect(outages[0]).toMatchObject({ networkId: 'unknown', onset: { from: null, to: at(600) } })
  })
  it('gives trouble on an unnamed one to the network that says its name afterwards', () => {
    const ticks = [...on('home', 0, '...'), ...on('unknown', 600, 'xxx'), ...on('home', 615, '...')]
    const { outages, fold } = follow(ticks)
    expect(outages).toHaveLength(1)
    expect(outages[0]).toMatchObject({
      networkId: 'home',
      onset: { from: at(10), to: at(600) },
      end: { from: at(610), to: at(615) },
    })
    expect(Object.keys(fold?.lines ?? {})).toEqual(['home'])
    const elsewhere = on('phone', 615, '...').map((tick, i) =>
      i === 0 ? tickAt(615, 'online', { networkId: 'phone', cause: 'network' }) : tick,
    )
    expect(follow([...ticks.slice(0, 6), ...elsewhere]).outages[0]).toMatchObject({
      networkId: 'unknown',
      end: null,
    })
  })
  it('remembers a bounded number of them', () => {
    const { fold } = follow(
      Array.from({ length: 40 }, (_, i) => tickAt(i * 5, 'online', { networkId: `n${i}` })),
    )
    expect(Object.keys(fold?.lines ?? {})).toHaveLength(16)
    expect(fold?.lines.n39).toBeDefined()
  })
})
