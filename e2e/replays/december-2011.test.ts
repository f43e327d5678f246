import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Observation } from '../../core/model/observation.ts'
import { judge } from '../../core/verdict/judge.ts'
import {
  address,
  again,
  all,
  allDoh,
  control,
  failed,
  page,
  references,
  systemDns,
  transfers,
} from '../../core/verdict/observe.test-kit.ts'
import { type Comparison, compare } from '../../src/compare/compare.ts'
import type { History } from '../../src/history/open.ts'
import { statusList } from '../../src/history/read.ts'
import { recordMeasurement } from '../../src/history/record.ts'
import { aLook, freshHistory } from '../../src/history/test-database.ts'
import { DAY, NETWORKS, OTHERS, type ReplayedNetwork, TWITTER } from './december-2011.ts'

const HOST = 'twitter.com'
/** Any public address does; the builders' outside view connects to this one. */
const IP = '93.184.216.34'
const known = [allDoh(HOST, [IP]), references(), systemDns(HOST, [IP])].flat()

/** What a browser of today sees of it. */
const SEEN: Record<ReplayedNetwork['twitter'], Observation[]> = {
  dropped: all(
    failed(TWITTER, 'timed_out'),
    again(failed(TWITTER, 'timed_out')),
    address(HOST, IP, 'timed_out'),
    address(HOST, IP, 'timed_out', { via: 'neutral' }),
    failed('http://twitter.com/', 'timed_out', { role: 'plain-http' }),
    failed('https://twitter.com:8443/', 'timed_out', { role: 'closed-port' }),
    known,
    control(TWITTER),
  ),
  crawls: all(
    page(TWITTER, { bytes: 100_000 }, { ms: 8_200, firstByteMs: 200, quietMs: 20 }),
    known,
    transfers(TWITTER, [95, 100, 104, 99, 101], [4_000, 5_000, 4_500, 4_800, 5_100]),
    control(TWITTER),
  ),
  opens: all(page(TWITTER), known),
}

describe('December 2011', () => {
  let history: History

  beforeAll(async () => {
    history = freshHistory()
    await history.withDb(async (db) => {
      for (const url of [TWITTER, ...OTHERS]) {
        const kind = { category: 'GRP', group: 'social', sensitive: false, enabled: true } as const
        await db.put('targets', { id: url, url, addedAt: DAY, ...kind })
      }
      for (const [n, { networkId, twitter }] of NETWORKS.entries()) {
        // Twice, far enough apart for the second look to count; the next network a while later, as whoever compares does.
        for (const round of [0, 1]) {
          for (const [i, url] of [TWITTER, ...OTHERS].entries()) {
            const at = DAY + n * 600_000 + round * 240_000 + i * 1_000
            const observations = url === TWITTER ? SEEN[twitter] : all(page(url), references())
            const verdict = judge({ url, browser: 'chromium', allSites: true, observations })
            const id = `${at}-${n}`
            await recordMeasurement(
              db,
              aLook({ id, at, url, targetId: url, networkId, verdict, observations }),
            )
          }
        }
      }
    })
  })
  afterAll(() => history.close())

  const rows = (networkId: string) => history.withDb((db) => statusList(db, networkId))

  async function twoNetworks(a: string, b: string): Promise<Comparison> {
    return compare((await rows(a)).rows, (await rows(b)).rows, DAY + 3_600_000 * 2)
  }
  const twitterIn = ({ differ, same }: Comparison) => [...differ, ...same].find((row) => row.url === TWITTER)

  it.each(NETWORKS)('$networkId, $what', async ({ networkId, behind, twitter }) => {
    for (const { target, latest } of (await rows(networkId)).rows) {
      const isHit = target.url === TWITTER && behind
      const status = isHit ? (twitter === 'dropped' ? 'blocked' : 'throttled') : 'reachable'
      expect(latest?.verdict.status).toBe(status)
      expect(latest?.verdict.confidence).toBe(isHit ? 'confirmed' : null)
    }
  })

  const behind = NETWORKS.filter((network) => network.behind)
  const others = NETWORKS.filter((network) => !network.behind)

  it.each(behind.flatMap((a) => others.map((b) => [a.networkId, b.networkId] as const)))(
    '%s beside %s: only the first',
    async (a, b) => {
      const seen = await twoNetworks(a, b)
      expect(seen.differ).toHaveLength(1)
      expect(twitterIn(seen)).toMatchObject({ relation: 'only-a', suspected: false })
      expect(twitterIn(await twoNetworks(b, a))?.relation).toBe('only-b')
    },
  )

  it('the Kyrgyz subscriber decides: two operators of one country differ, two countries behind one do not', async () => {
    expect(twitterIn(await twoNetworks('as12997-kg', 'as12764-kg'))?.relation).toBe('only-a')
    expect(twitterIn(await twoNetworks('as12997-kg', 'as9198-kz'))).toMatchObject({
      relation: 'same',
      a: { finding: 'blocked', mechanism: 'ip' },
    })
    expect(twitterIn(await twoNetworks('as12764-kg', 'as8359-ru'))).toMatchObject({
      relation: 'same',
      a: { finding: 'open' },
    })
    expect(twitterIn(await twoNetworks('as9198-kz', 'as29355-kz'))?.relation).toBe('two-ways')
  })
})
