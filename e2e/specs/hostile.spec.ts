import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Measurement } from '../../src/history/records.ts'
import { LIMITS } from '../../src/measure/limits.ts'
import { launchChromium } from '../browsers/chromium.ts'
import { launchFirefox } from '../browsers/firefox.ts'
import { followSweep, startSweep } from '../browsers/session.ts'
import { GOOD, type HostileServer, MANNERS, serveHostile } from './lab/hostile-server.ts'
import { openSpecWorld, type SpecWorld } from './lab/open-world.ts'

const HEALTHY = 'https://healthy.example/'
/** Two looks of 12 s at what never ends, and something for the browser. */
const BOUND_MS = 60_000
const STORED_BYTES = 64 * 1024

let lab: SpecWorld
let good: HostileServer
const hostile = new Map<string, HostileServer>()
beforeAll(async () => {
  lab = await openSpecWorld('hostile', {
    sites: [{ host: 'healthy.example', ips: ['151.101.0.1'] }],
    watch: [HEALTHY],
  })
  for (const [name, manners] of Object.entries(MANNERS)) hostile.set(name, await serveHostile(manners))
  good = await serveHostile(GOOD)
})
afterAll(async () => {
  await Promise.all([good, ...hostile.values()].map((server) => server?.close()))
  await lab?.close()
})

interface Swept {
  wallMs: number
  state: string
  /** After the start of the sweep, ms, by URL. */
  doneAfter: Map<string, number>
  stored: Measurement[]
}

async function sweepWith(open: typeof launchChromium | typeof launchFirefox): Promise<Swept> {
  const browser = await open()
  try {
    const { link } = browser
    const urls = [...[...hostile.values()].map(({ url }) => url), HEALTHY, good.url]
    await link.ask('configure', { settings: { country: 'KZ', secondOpinions: true }, urls })
    const began = performance.now()
    const doneAfter = new Map<string, number>()
    const { sweep } = await followSweep(link, await startSweep(link), {
      signal: AbortSignal.timeout(BOUND_MS),
      onTarget: ({ url }) => doneAfter.set(url, performance.now() - began),
    })
    const stored = await link.ask<Measurement[]>('history', { store: 'measurements' })
    return { wallMs: performance.now() - began, state: sweep.state, doneAfter, stored }
  } finally {
    await browser.close()
  }
}

const browsers = { chromium: launchChromium, firefox: launchFirefox }

describe.each(['chromium', 'firefox'] as const)('hostile servers in %s', (name) => {
  let swept: Swept
  beforeAll(async () => {
    swept = await sweepWith(browsers[name])
  })
  const lookAt = (url: string) => swept.stored.filter((m) => m.url === url)

  it('do not stall the sweep, nor delay a healthy site beside them', () => {
    expect(swept.state).toBe('done')
    expect(swept.wallMs).toBeLessThan(BOUND_MS)
    for (const url of [HEALTHY, good.url]) {
      expect(lookAt(url)[0]?.verdict.status, url).toBe('reachable')
      expect(swept.doneAfter.get(url), url).toBeLessThan(10_000)
    }
  })

  it.each(Object.keys(MANNERS))('%s: costs little, is kept short, and is never called blocked', (manners) => {
    const looks = lookAt(hostile.get(manners)?.url ?? '')
    expect(looks).toHaveLength(1)
    for (const look of looks) {
      expect(look.verdict.status).not.toBe('blocked')
      expect(JSON.stringify(look).length).toBeLessThan(STORED_BYTES)
      for (const seen of look.observations) {
        expect(seen.bytes).toBeLessThanOrEqual(LIMITS.bodyBytes)
        if (seen.kind === 'page') expect(seen.hops.length).toBeLessThanOrEqual(LIMITS.redirects + 1)
      }
    }
    console.log(name, manners, looks.map((l) => [l.ms | 0, l.verdict.status, l.verdict.rules[0], l.requests, l.bytes, JSON.stringify(l).length, l.observations.filter((o) => o.kind === 'page').map((o) => o.kind === 'page' && [o.role, o.hops.length, o.failure?.code, o.failure?.raw, o.failure?.url.slice(0, 60), o.response?.status, o.response?.bytes].join(' '))]))
  })
})
