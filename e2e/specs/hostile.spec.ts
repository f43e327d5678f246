import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Measurement } from '../../src/history/records.ts'
import { LIMITS } from '../../src/measure/limits.ts'
import { launchChromium } from '../browsers/chromium.ts'
import { launchFirefox } from '../browsers/firefox.ts'
import { followSweep, startSweep } from '../browsers/session.ts'
import { type HostileServer, MANNERS, serveHostile } from './lab/hostile-server.ts'
import { openSpecWorld, type SpecWorld } from './lab/open-world.ts'

const HEALTHY = 'https://healthy.example/'
/** Two looks of 12 s at what never ends, and something for the browser. */
const BOUND_MS = 60_000
const STORED_BYTES = 64 * 1024

let lab: SpecWorld
let swept: Record<'chromium' | 'firefox', Swept>
const hostile = new Map<string, HostileServer>()
beforeAll(async () => {
  lab = await openSpecWorld('hostile', {
    sites: [{ host: 'healthy.example', ips: ['151.101.0.1'] }],
    watch: [HEALTHY],
  })
  for (const [name, manners] of Object.entries(MANNERS)) hostile.set(name, await serveHostile(manners))
  const [chromium, firefox] = await Promise.all([sweepWith(launchChromium), sweepWith(launchFirefox)])
  swept = { chromium, firefox }
})
afterAll(async () => {
  await Promise.all([...hostile.values()].map((server) => server.close()))
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
    const urls = [...[...hostile.values()].map(({ url }) => url), HEALTHY]
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

describe.each(['chromium', 'firefox'] as const)('hostile servers in %s', (browser) => {
  const lookAt = (url: string) => swept[browser].stored.filter((m) => m.url === url)

  it('do not stall the sweep, nor delay a healthy site beside them', () => {
    expect(swept[browser].state).toBe('done')
    expect(swept[browser].wallMs).toBeLessThan(BOUND_MS)
    expect(lookAt(HEALTHY)[0]?.verdict.status).toBe('reachable')
    expect(swept[browser].doneAfter.get(HEALTHY)).toBeLessThan(10_000)
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
  })
})
