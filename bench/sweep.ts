import { Agent, get } from 'node:https'
import { launchChromium } from '../e2e/browsers/chromium.ts'
import { followSweep, startSweep } from '../e2e/browsers/session.ts'
import { enterLab, insideLab } from '../e2e/lab/enter.ts'
import { parseScenario } from '../e2e/lab/scenario.ts'
import { closeLab, openWorld } from '../e2e/lab/world.ts'
import { ensureLabBuild } from '../scripts/lab-build.ts'
import { PACE } from '../src/schedule/pace.ts'
import { type Figure, figure } from './figure.ts'
import { benchSweepBlocked } from './sweep-blocked.ts'

const TARGETS = 100
const RTT_MS = 40
const PAGE_BYTES = 20_000

const hosts = Array.from({ length: TARGETS }, (_, i) => `site-${i}.example`)
const urls = hosts.map((host) => `https://${host}/`)

const world100 = () =>
  parseScenario(
    {
      name: 'bench-sweep',
      sites: hosts.map((host, i) => ({
        host,
        ips: [`151.101.${Math.floor(i / 250)}.${(i % 250) + 1}`],
        page: { title: host, bytes: PAGE_BYTES },
      })),
      watch: urls,
      local: { rttMs: RTT_MS },
      expect: {},
    },
    'bench/sweep.ts',
  )

/** The peer: the same pages by Node's own client, as many at once, a fresh connection each, nothing judged or kept. */
async function plainFetch(ca: string): Promise<number> {
  const agent = new Agent({ keepAlive: false, ca })
  const start = performance.now()
  const queue = [...urls]
  const lane = async () => {
    for (let url = queue.pop(); url; url = queue.pop()) {
      const next = url
      await new Promise<void>((resolve, reject) => {
        get(next, { agent }, (response) => response.resume().on('end', resolve)).on('error', reject)
      })
    }
  }
  await Promise.all(Array.from({ length: PACE.nowConcurrency }, lane))
  return (performance.now() - start) / 1000
}

/** Whole sweeps of 100 targets in Chromium, all healthy and with 30 blocked. */
export async function benchSweep(options: { quick: boolean }): Promise<Figure[]> {
  if (!insideLab()) ensureLabBuild()
  await enterLab()
  try {
    return [...(await benchSweepHealthy(options)), ...(await benchSweepBlocked(options))]
  } finally {
    await closeLab()
  }
}

/** 100 healthy targets at 40 ms round trip: wall time, and what each target costs as its server counted it. */
async function benchSweepHealthy({ quick }: { quick: boolean }): Promise<Figure[]> {
  const world = await openWorld([world100()], { rttMs: RTT_MS })
  const wall: number[] = []
  const requests: number[] = []
  const bytes: number[] = []
  const peer: number[] = []
  try {
    const rounds = quick ? 3 : 7
    for (let round = 0; round < rounds; round++) {
      // A fresh profile each time: no name, connection or ticket is left from the round before.
      const launched = await launchChromium({ timeZone: 'Asia/Almaty' })
      try {
        await launched.link.ask('configure', { settings: { country: 'KZ', secondOpinions: true }, urls })
        const before = await served(world)
        const id = await startSweep(launched.link)
        const { sweep, measurements } = await followSweep(launched.link, id, {
          signal: AbortSignal.timeout(120_000),
        })
        const after = await served(world)
        const reachable = measurements.filter((m) => m.verdict.status === 'reachable').length
        if (reachable !== TARGETS)
          throw new Error(`${reachable} of ${TARGETS} targets reachable: nothing to time`)
        wall.push(((sweep.endedAt ?? Number.NaN) - sweep.startedAt) / 1000)
        requests.push((after.requests - before.requests) / TARGETS)
        bytes.push((after.bytes - before.bytes) / TARGETS)
      } finally {
        await launched.close()
      }
      peer.push(await plainFetch(world.plan.authorities.lab.certificate))
      process.stderr.write(
        `round ${round + 1} of ${rounds}: ${wall.at(-1)} s, plain client ${peer.at(-1)?.toFixed(2)} s\n`,
      )
    }
  } finally {
    await world.close()
  }
  return [
    figure('sweep.wall-100-healthy', 's', wall, {
      name: 'node:https, as many at once, nothing judged',
      values: peer,
    }),
    figure('sweep.requests-per-target', 'requests', requests),
    figure('sweep.bytes-per-target', 'bytes', bytes),
  ]
}

/** What the targets' own servers have counted. */
async function served(
  world: Awaited<ReturnType<typeof openWorld>>,
): Promise<{ requests: number; bytes: number }> {
  const { outside } = await world.counters()
  const mine = hosts.map((host) => outside[host])
  const sum = (key: 'requests' | 'bytes') => mine.reduce((total, t) => total + (t?.[key] ?? 0), 0)
  return { requests: sum('requests'), bytes: sum('bytes') }
}
