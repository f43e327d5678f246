import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { parseTargetUrl } from '../core/net/url.ts'
import { launchChromium } from '../e2e/browsers/chromium.ts'
import { keepHome } from '../e2e/browsers/kept-home.ts'
import { followSweep, startSweep } from '../e2e/browsers/session.ts'
import { countryOfTimeZone } from '../src/settings/time-zone.ts'
import { fromWhereAsked } from './from-where-asked.ts'
import { ensureLabBuild } from './lab-build.ts'
import { startInLab } from './start-lab.ts'
import { abilityOf } from './terminal/ability.ts'
import { summarise } from './terminal/summary.ts'
import { openTable } from './terminal/table.ts'

const USAGE = `npm start [-- URL...] [--json] [--i-agree] [--headless] [--profile FOLDER]
npm start -- --lab [SCENARIO...] [--json]`

const RISK = `Fenceline will now ask the sites on the list, from this network, one request each and some more for those
that fail. Your operator, and the sites, can see that this computer asks for them, automatically.
Where a site is forbidden, asking for it may be noticed. On somebody else's network, ask them first.
Two kinds of third parties are asked as well: reference sites, and DNS resolvers (Cloudflare, Google, Quad9), which
learn the names that fail. Nothing else leaves this computer.`

async function agreed(byFlag: boolean): Promise<boolean> {
  process.stderr.write(`${RISK}\n\n`)
  if (byFlag) return true
  if (!process.stdin.isTTY) {
    process.stderr.write('There is no terminal to ask at: add --i-agree if you agree.\n')
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question('Do you agree? [y/N] ')
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

function readUrls(entries: string[]): string[] {
  return entries.map((entry) => {
    const parsed = parseTargetUrl(entry)
    if (!parsed.ok) throw new UsageError(`${entry}: not a site that can be tested (${parsed.error})`)
    return parsed.url
  })
}

class UsageError extends Error {}

interface Options {
  json: boolean
  headless: boolean
  /** Where to keep the browser and its history; without one they go when it ends. */
  profile?: string
}

async function startForReal(urls: string[], options: Options): Promise<number> {
  const hasDisplay = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
  const headless = options.headless || !hasDisplay
  ensureLabBuild()
  const home = options.profile === undefined ? null : await keepHome(fromWhereAsked(options.profile))
  const launched = await launchChromium({ headless, ...(home && { home }) })
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  try {
    const country = countryOfTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone)
    await launched.link.ask('configure', {
      settings: { country, secondOpinions: true },
      urls: urls.length > 0 ? urls : null,
    })
    const sweepId = await startSweep(launched.link)
    const { sweep } = await launched.link.ask<{ sweep: { items: { url: string }[] } }>('sweep', { sweepId })
    const asked = sweep.items.map((item) => item.url)
    const rows: { url: string; verdict: never; ms: number }[] = []
    const table = options.json
      ? null
      : openTable(process.stdout, abilityOf(process.stdout, process.env), asked)
    const startedAt = performance.now()
    if (!headless) {
      const page = await launched.context.newPage()
      await page.goto(`chrome-extension://${launched.extensionId}/src/popup/popup.html`)
    }
    await followSweep(launched.link, sweepId, {
      signal: stop.signal,
      onTarget({ url, verdict, ms, requests, bytes }) {
        rows.push({ url, verdict: verdict as never, ms })
        if (options.json) process.stdout.write(`${JSON.stringify({ url, verdict, ms, requests, bytes })}\n`)
        table?.show({ url, verdict, ms })
        const elapsedMs = performance.now() - startedAt
        table?.progress({ done: rows.length, total: asked.length, elapsedMs, label: new URL(url).hostname })
      },
    })
    table?.end()
    if (!options.json) process.stdout.write(`\n${summarise(rows)}\n`)
    if (!headless && !stop.signal.aborted) {
      process.stderr.write('The window stays open; close it or press Ctrl-C to end.\n')
      await new Promise<void>((resolve) => {
        launched.context.once('close', () => resolve())
        stop.signal.addEventListener('abort', () => resolve())
      })
    }
    return 0
  } finally {
    await launched.close()
    await home?.remove()
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      lab: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      headless: { type: 'boolean', default: false },
      'i-agree': { type: 'boolean', default: false },
      profile: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return 0
  }
  if (values.lab) return startInLab(positionals, values.json)
  const urls = readUrls(positionals)
  if (!(await agreed(values['i-agree']))) return 1
  return startForReal(urls, values)
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: Error) => {
    const usage = error instanceof UsageError || 'code' in error
    process.stderr.write(`${error.message}\n${usage ? `\n${USAGE}\n` : ''}`)
    process.exitCode = usage ? 2 : 1
  },
)
