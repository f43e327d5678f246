import { launchChromium } from '../e2e/browsers/chromium.ts'
import { followSweep, startSweep } from '../e2e/browsers/session.ts'
import { parseScenario } from '../e2e/lab/scenario.ts'
import { openWorld } from '../e2e/lab/world.ts'
import { type Figure, figure } from './figure.ts'

const TARGETS = 100
const RTT_MS = 40
const PAGE_BYTES = 20_000

const site = (i: number) => ({ host: `site-${i}.example`, ip: `151.101.1.${i + 1}` })

/** Three of every ten are blocked, in five ways by turns: two fail at once, three are silent. */
const BLOCKED = Array.from({ length: TARGETS }, (_, i) => i).filter((i) => i % 10 < 3)
const WAYS: ((at: { host: string; ip: string }) => object)[] = [
  ({ host }) => ({ on: 'dns', match: host, do: 'nxdomain' }),
  ({ host }) => ({ on: 'dns', match: host, do: 'answer', answer: ['10.10.34.35'] }),
  ({ ip }) => ({ on: 'ip', match: ip, do: 'drop' }),
  ({ host }) => ({ on: 'sni', match: host, do: 'reset' }),
  ({ host }) => ({ on: 'sni', match: host, do: 'drop' }),
]

const sites = Array.from({ length: TARGETS }, (_, i) => site(i))
const urls = sites.map(({ host }) => `https://${host}/`)
const blockedUrls = new Set(BLOCKED.map((i) => `https://${site(i).host}/`))

const world30 = () =>
  parseScenario(
    {
      name: 'bench-sweep-blocked',
      sites: sites.map(({ host, ip }) => ({ host, ips: [ip], page: { title: host, bytes: PAGE_BYTES } })),
      censor: BLOCKED.map((i, n) => WAYS[n % WAYS.length]?.(site(i))),
      watch: urls,
      local: { rttMs: RTT_MS },
      expect: {},
    },
    'bench/sweep-blocked.ts',
  )

/** 100 targets of which 30 are blocked: wall time of the whole sweep, every diagnosis included. In the lab already. */
export async function benchSweepBlocked({ quick }: { quick: boolean }): Promise<Figure[]> {
  const world = await openWorld([world30()], { rttMs: RTT_MS })
  const wall: number[] = []
  try {
    const rounds = quick ? 1 : 3
    for (let round = 0; round < rounds; round++) {
      const launched = await launchChromium({ timeZone: 'Asia/Almaty' })
      try {
        await launched.link.ask('configure', { settings: { country: 'KZ', secondOpinions: true }, urls })
        const id = await startSweep(launched.link)
        const { sweep, measurements } = await followSweep(launched.link, id, {
          signal: AbortSignal.timeout(240_000),
        })
        const wrong = measurements.filter(
          ({ url, verdict }) => (verdict.status === 'reachable') === blockedUrls.has(url),
        )
        if (measurements.length !== TARGETS || wrong.length > 0) {
          const told = wrong.map(({ url, verdict }) => `${url} ${verdict.status}`).join(', ')
          throw new Error(
            `${measurements.length} of ${TARGETS} targets told, wrongly: ${told}; nothing to time`,
          )
        }
        wall.push(((sweep.endedAt ?? Number.NaN) - sweep.startedAt) / 1000)
        const slowest = Math.max(...measurements.map((m) => m.ms)) / 1000
        process.stderr.write(
          `30 blocked, round ${round + 1} of ${rounds}: ${wall.at(-1)} s, ${sweep.requests} requests, ` +
            `slowest target ${slowest.toFixed(1)} s\n`,
        )
      } finally {
        await launched.close()
      }
    }
  } finally {
    await world.close()
  }
  return [figure('sweep.wall-100-30blocked', 's', wall)]
}
