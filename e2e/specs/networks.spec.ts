import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Network } from '../../src/history/records.ts'
import { NETWORK_LOOKUPS } from '../../src/measure/parties.ts'
import type { MessageMap } from '../../src/messages/messages.ts'
import { launchChromium } from '../browsers/chromium.ts'
import { launchFirefox } from '../browsers/firefox.ts'
import { openSpecWorld, type SpecWorld } from './lab/open-world.ts'

type Refreshed = MessageMap['network.refresh']['answer']
type Browser = Awaited<ReturnType<typeof launchChromium>> | Awaited<ReturnType<typeof launchFirefox>>

const [TRACE, GEOLOOKUP] = (NETWORK_LOOKUPS[0]?.urls ?? []).map((url) => new URL(url).host)

/** Firefox makes such a name for each installation; here we know it beforehand. */
const INSTALLATION = '1a2b3c4d-4b5a-4697-8877-665544332211'
const LAUNCH = {
  chromium: () => launchChromium({ language: 'kk' }),
  firefox: () =>
    launchFirefox({
      preferences: {
        'extensions.webextensions.uuids': JSON.stringify({ 'fenceline@fenceline.invalid': INSTALLATION }),
        'intl.accept_languages': 'kk,ru',
        'privacy.globalprivacycontrol.enabled': true,
      },
    }),
}

/** All that look-ups may see of us, the same for every user: as in first-post.spec.ts. */
const ALLOWED =
  /^(:authority|:method|:path|:scheme|accept|accept-encoding|cache-control|connection|content-length|content-type|host|pragma|priority|te)$/

interface Asked {
  host: string
  method: string
  headers: Record<string, unknown>
}

let lab: SpecWorld
beforeAll(async () => {
  lab = await openSpecWorld('networks', {
    sites: [{ host: 'paper.example', ips: ['151.101.0.1'] }],
    networks: [
      { id: 'metro', asn: 9198, cc: 'KZ' },
      { id: 'branch', asn: 12_997, cc: 'KG' },
    ],
    watch: ['https://paper.example/'],
  })
})
afterAll(() => lab?.close())

async function lookups(): Promise<Asked[]> {
  return (await lab.world.log()).flatMap((line) => {
    const [, host, method, headers] = /\blookup (\S+) (\S+) \S+ (\{.*\})/.exec(line) ?? []
    return host && method && headers
      ? [{ host, method, headers: JSON.parse(headers) as Asked['headers'] }]
      : []
  })
}

async function inBrowser<T>(
  open: () => Promise<Browser>,
  settings: Record<string, unknown>,
  work: (ask: (name: string, request?: unknown) => Promise<unknown>, browser: Browser) => Promise<T>,
): Promise<{ value: T; asked: Asked[] }> {
  await lab.world.useNetwork('metro')
  const before = (await lookups()).length
  const browser = await open()
  try {
    await browser.link.ask('configure', { settings, urls: ['https://paper.example/'] })
    const ask = (name: string, request: unknown = {}) =>
      browser.link.ask<unknown>('message', { name, request })
    const value = await work(ask, browser)
    return { value, asked: (await lookups()).slice(before) }
  } finally {
    await browser.close()
  }
}

/** The driver answers as messages cross: `{ ok, value }`. */
function answerOf<T>(answer: unknown): T {
  const wire = answer as { ok: boolean; value: T }
  if (!wire.ok) throw new Error(JSON.stringify(answer))
  return wire.value
}

describe('a browser that strips no headers', () => {
  it('asks nobody where we are', async () => {
    const permission = 'declarativeNetRequestWithHostAccess'
    const open = () =>
      launchChromium({
        async adapt(extension) {
          const file = join(extension, 'manifest.json')
          await writeFile(file, (await readFile(file, 'utf8')).replace(`"${permission}"`, '"alarms"'))
        },
      })
    const { value, asked } = await inBrowser(open, { secondOpinions: true }, async (ask) =>
      answerOf<Refreshed>(await ask('network.refresh')),
    )
    expect(value).toMatchObject({ why: 'failed', network: { id: 'unknown' } })
    expect(asked).toEqual([])
  })
})

// Last in each: a request that was under way when the network changed may arrive long after.
describe.each(['chromium', 'firefox'] as const)('networks, in %s', (name) => {
  it('are asked about by nobody with second opinions off', async () => {
    const { value, asked } = await inBrowser(LAUNCH[name], { secondOpinions: false }, async (ask) =>
      answerOf<Refreshed>(await ask('network.refresh')),
    )
    expect(value).toMatchObject({ why: 'not-allowed', network: { id: 'unknown' } })
    expect(asked).toEqual([])
  })

  it('are told apart, named, and known again, by nameless questions', async () => {
    const { value, asked } = await inBrowser(
      LAUNCH[name],
      { secondOpinions: true },
      async (ask, { link }) => {
        const where = async () => answerOf<Refreshed>(await ask('network.refresh'))
        const first = await where()
        answerOf(await ask('network.label', { networkId: 'as9198-kz', label: 'home' }))
        await lab.world.useNetwork('branch')
        const second = await where()
        await lab.world.useNetwork('metro')
        const third = await where()
        return { first, second, third, rows: await link.ask<Network[]>('history', { store: 'networks' }) }
      },
    )
    expect(value.first).toMatchObject({
      why: null,
      network: { id: 'as9198-kz', asn: 9198, country: 'KZ', operator: 'JSC Kazakhtelecom', vpn: false },
    })
    expect(value.second).toMatchObject({ why: null, network: { id: 'as12997-kg', label: null } })
    expect(value.third).toMatchObject({ why: null, network: { id: 'as9198-kz', label: 'home' } })
    expect(value.rows.map(({ id }) => id)).toEqual(expect.arrayContaining(['as12997-kg', 'as9198-kz']))
    // Sweeps and heartbeats may ask as well; the table is asked once about each address.
    const of = (host: string | undefined) =>
      asked.filter((one) => one.host === host).map(({ method }) => method)
    expect(of(GEOLOOKUP).length).toBeLessThanOrEqual(2)
    expect(new Set(of(GEOLOOKUP))).toEqual(new Set(['POST']))
    // Firefox may put the second question on a connection that the move has killed, and the next look-up answers.
    expect(of(TRACE).length).toBeGreaterThanOrEqual(2)
    expect(new Set(of(TRACE))).toEqual(new Set(['GET']))
    for (const { headers } of asked) {
      expect(Object.keys(headers).filter((header) => !ALLOWED.test(header))).toEqual([])
      expect(JSON.stringify(headers)).not.toContain(INSTALLATION)
      expect(JSON.stringify(headers)).not.toMatch(/-extension:|\bkk\b|mozilla|chrom|firefox/i)
    }
  })
})
