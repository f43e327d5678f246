import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Measurement } from '../../src/history/records.ts'
import { CONTROL_HELPERS } from '../../src/measure/parties.ts'
import { launchChromium } from '../browsers/chromium.ts'
import { launchFirefox } from '../browsers/firefox.ts'
import { followSweep, startSweep } from '../browsers/session.ts'
import { openSpecWorld, type SpecWorld } from './lab/open-world.ts'
import { publishView } from './lab/publish-view.ts'

const OWN = 'https://own.example/'
const LISTED = 'https://listed.example/'
const OPEN = 'https://open.example/'
const urls = [OWN, LISTED, OPEN]

/** Firefox makes such a name for each installation; here we know it beforehand. */
const INSTALLATION = '0f1e2d3c-4b5a-4697-8877-665544332211'
const ADD_ON = 'fenceline@fenceline.invalid'

/** A user with habits: each of these shows in an ordinary request. */
const inFirefox = () =>
  launchFirefox({
    preferences: {
      'extensions.webextensions.uuids': JSON.stringify({ [ADD_ON]: INSTALLATION }),
      'intl.accept_languages': 'kk,ru',
      'privacy.globalprivacycontrol.enabled': true,
      'privacy.donottrackheader.enabled': true,
    },
  })
const inChromium = () => launchChromium({ language: 'kk' })

/** All that others may see of us beside the question, the same for every user. A new one must be argued for here. */
const ALLOWED = [
  ':authority',
  ':method',
  ':path',
  ':scheme',
  'accept',
  'accept-encoding',
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'host',
  'pragma',
  // HTTP/2's own, written after extensions had their say; they tell a Chromium from a Firefox, and nothing else.
  'priority',
  'te',
]

interface Asked {
  host: string
  method: string
  headers: Record<string, unknown>
}
interface Swept {
  /** What control hosts got. */
  helpers: Asked[]
  /** What the publisher got. */
  publisher: Asked[]
  measured: Measurement[]
  id: string
}

let lab: SpecWorld
let seen: Record<'chromium' | 'firefox', Swept>
beforeAll(async () => {
  lab = await openSpecWorld('first-post', {
    sites: urls.map((url, i) => ({ host: new URL(url).host, ips: [`151.101.0.${i + 1}`] })),
    censor: [OWN, LISTED].map((url) => ({ on: 'sni', match: new URL(url).host, do: 'reset' })),
    watch: urls,
  })
  // One after the other: whose question it was is not written on it.
  const chromium = await sweepWith(inChromium)
  seen = { chromium, firefox: await sweepWith(inFirefox) }
})
afterAll(() => lab?.close())

/** Every request that the control hosts have had so far. */
async function askedSoFar(): Promise<Asked[]> {
  return (await lab.world.log()).flatMap((line) => {
    const [, host, method, headers] = /\bcontrol (\S+) (\S+) \S+ (\{.*\})/.exec(line) ?? []
    return host && method && headers
      ? [{ host, method, headers: JSON.parse(headers) as Asked['headers'] }]
      : []
  })
}

async function sweepWith(open: () => ReturnType<typeof launchChromium> | ReturnType<typeof launchFirefox>) {
  const before = (await askedSoFar()).length
  const view = await publishView([LISTED], lab.world.plan.authorities)
  const browser = await open()
  try {
    const { link } = browser
    const settings = { country: 'KZ', secondOpinions: true, snapshot: view.source }
    await link.ask('configure', { settings, urls })
    await followSweep(link, await startSweep(link), { signal: AbortSignal.timeout(90_000) })
    const measured = await link.ask<Measurement[]>('history', { store: 'measurements' })
    const id = browser.name === 'chromium' ? browser.extensionId : INSTALLATION
    const host = new URL(view.source.url).host
    const publisher = view.asked.map((one) => ({ host, ...one }))
    return { helpers: (await askedSoFar()).slice(before), publisher, measured, id }
  } finally {
    await browser.close()
    await view.close()
  }
}

const outside = ({ measured }: Swept, url: string) =>
  measured.filter((m) => m.url === url).flatMap((m) => m.observations.filter((o) => o.kind === 'control'))

describe.each(['chromium', 'firefox'] as const)('views from outside, in %s', (browser) => {
  it('of a listed site come from the published view, believed for its signature', () => {
    expect(outside(seen[browser], LISTED)).toMatchObject([
      {
        source: 'snapshot',
        helper: 'view.localhost',
        failure: null,
        answer: { http: { title: 'Published' } },
      },
    ])
    expect(seen[browser].publisher.map(({ method }) => method)).toEqual(['GET'])
  })

  it('of any other blocked site come from a helper, by POST alone: a preflight would say who asks', () => {
    const { helpers } = seen[browser]
    expect(helpers.map(({ host, method }) => [host, method])).toEqual([
      [new URL(CONTROL_HELPERS[0]?.url ?? '').host, 'POST'],
    ])
    expect(outside(seen[browser], OWN)).toMatchObject([
      { source: 'helper', failure: null, answer: { http: { status: 200 } } },
    ])
  })

  it('of a site that answers are not asked for', () => {
    expect(outside(seen[browser], OPEN)).toEqual([])
  })

  it('are asked for without anything that tells one user, installation or browser from another', () => {
    const { helpers, publisher, id } = seen[browser]
    for (const { headers } of [...helpers, ...publisher]) {
      expect(Object.keys(headers).filter((name) => !ALLOWED.includes(name))).toEqual([])
      const text = JSON.stringify(headers)
      expect(text).not.toContain(id)
      expect(text).not.toMatch(/-extension:|\bkk\b|mozilla|chrom|firefox/i)
    }
  })
})

describe('a browser that strips no headers', () => {
  it('asks nobody for a view from outside', async () => {
    const permission = 'declarativeNetRequestWithHostAccess'
    const swept = await sweepWith(() =>
      launchChromium({
        async adapt(extension) {
          const file = join(extension, 'manifest.json')
          await writeFile(file, (await readFile(file, 'utf8')).replace(`"${permission}"`, '"alarms"'))
        },
      }),
    )
    expect(swept.helpers).toEqual([])
    expect(swept.publisher).toEqual([])
    expect(outside(swept, OWN)).toMatchObject([{ answer: null, failure: { code: 'local.resources' } }])
  })
})
