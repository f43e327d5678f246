import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright'
import type { SeedState } from './seed.ts'
import { servePreview } from './serve.ts'

/**
 * Screenshots of every page on seeded data, and axe-core on each: `tsx e2e/preview/shots.ts [name part]`.
 * Pictures go to artifacts/preview/. Exit 1 when axe finds something serious or a page logs an error.
 */
const OUT = 'artifacts/preview'
const LANGUAGES = ['en', 'ru', 'kk', 'ar'] as const
type Language = (typeof LANGUAGES)[number]

interface Shot {
  name: string
  path: string
  state: SeedState
  language: Language
  dark?: boolean
  agreed?: boolean
  tabUrl?: string
  session?: Record<string, unknown>
  local?: Record<string, unknown>
  origins?: string[]
  grants?: boolean
  act?(page: Page): Promise<void>
}

const POPUP = 'src/popup/popup.html'
const WELCOME = 'src/welcome/welcome.html'
const OPTIONS = 'src/options/options.html'
const ALL = ['*://*/*']
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RUNNING = {
  progress: { sweepId: 's', pace: 'now', total: 42, done: 17, startedAt: 0, running: true },
}

function shots(): Shot[] {
  const list: Shot[] = []
  for (const language of LANGUAGES) {
    for (const dark of [false, true]) {
      const tone = dark ? 'dark' : 'light'
      const base = { language, dark }
      for (const state of ['empty', 'normal', 'outage'] as const) {
        const tabUrl = state === 'normal' ? { tabUrl: 'https://x.com/home' } : {}
        list.push({ ...base, ...tabUrl, name: `popup-${state}-${language}-${tone}`, path: POPUP, state })
      }
      const evidence = { ...base, path: POPUP, state: 'normal' as const, act: openFirst }
      list.push({ ...evidence, name: `evidence-${language}-${tone}` })
      list.push({
        ...base,
        name: `welcome-${language}-${tone}`,
        path: WELCOME,
        state: 'empty',
        agreed: false,
      })
      list.push({
        ...base,
        name: `options-${language}-${tone}`,
        path: OPTIONS,
        state: 'normal',
        origins: ALL,
      })
    }
  }
  const en = { language: 'en' as const, path: POPUP }
  list.push(
    { ...en, name: 'popup-unagreed', state: 'empty', agreed: false },
    { ...en, name: 'popup-running', state: 'normal', session: RUNNING, tabUrl: 'https://example.org/secret' },
    { ...en, name: 'popup-paused', state: 'normal', local: { paused: true } },
    { ...en, name: 'popup-no-access', state: 'no-access' },
    { ...en, name: 'popup-list', state: 'normal', act: openGroups },
    { ...en, name: 'welcome-refused', state: 'empty', path: WELCOME, agreed: false, act: refuse },
    { ...en, name: 'welcome-done', state: 'empty', path: WELCOME, agreed: false, grants: true, act: refuse },
    { ...en, name: 'options-invalid', state: 'normal', path: OPTIONS, act: addNonsense },
  )
  return list
}

async function openFirst(page: Page) {
  await page.locator('.row .open').first().click()
  await page.locator('.steps li').first().waitFor()
}
async function openGroups(page: Page) {
  for (const summary of await page.locator('summary').all()) await summary.click()
}
async function refuse(page: Page) {
  await page.locator('.offer .btn').first().click()
  await page.locator('[role=alert] .notice, h1[tabindex]').first().waitFor()
}
async function addNonsense(page: Page) {
  await page.locator('#site').fill('192.168.0.1')
  await page.locator('#site').press('Enter')
}

async function take(browser: Browser, url: string, shot: Shot): Promise<string[]> {
  const problems: string[] = []
  const popup = shot.path === POPUP
  const context = await browser.newContext({
    viewport: popup ? { width: 380, height: 600 } : { width: 900, height: 900 },
    deviceScaleFactor: 2,
    colorScheme: shot.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Almaty',
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => problems.push(`${shot.name}: ${error.message}`))
  page.on('console', (line) => line.type() === 'error' && problems.push(`${shot.name}: ${line.text()}`))
  const settings = {
    version: 1,
    consent: shot.agreed === false ? null : { at: Date.now() - 1e9, textVersion: 1 },
    secondOpinions: true,
    customResolver: null,
    country: 'KZ',
    groups: {
      messengers: true,
      social: true,
      news: true,
      'news-kz': true,
      circumvention: false,
      'human-rights': false,
      government: true,
      payments: true,
      custom: true,
    },
    paused: false,
    intervalMinutes: 60,
    ...shot.local,
  }
  const messages: unknown = JSON.parse(readFileSync(`public/_locales/${shot.language}/messages.json`, 'utf8'))
  const preview = {
    messages,
    language: shot.language,
    local: { settings },
    session: shot.session ?? {},
    tabUrl: shot.tabUrl ?? null,
    origins: shot.origins ?? [],
    grants: shot.grants ?? false,
  }
  await page.addInitScript((given) => Object.assign(window, { preview: given }), preview)
  await page.goto(`${url}/e2e/preview/plant.html`)
  await page.waitForFunction(() => 'plant' in window)
  await page.evaluate(
    ([state, now]) =>
      (window as unknown as { plant(state: string, now: number): Promise<void> }).plant(state, now),
    [shot.state, Date.now()] as const,
  )
  await page.goto(`${url}/${shot.path}`)
  await page.locator(popup ? '.foot' : '.page').waitFor()
  await page.evaluate(() => document.fonts.ready)
  await shot.act?.(page)
  await page.screenshot({ path: `${OUT}/${shot.name}.png`, fullPage: !popup })
  if (popup && shot.state === 'normal' && shot.act === undefined)
    problems.push(...(await timeRuns(page, shot)))
  problems.push(...(await judge(page, shot.name)))
  await context.close()
  return problems
}

/** Time runs with the reading direction: the oldest hour stands where reading begins. */
async function timeRuns(page: Page, { name, language }: Shot): Promise<string[]> {
  const [oldest, newest] = await Promise.all(
    ['first', 'last'].map((which) => page.locator(`.row .day >> nth=0 >> i:${which}-child`).boundingBox()),
  )
  if (!oldest || !newest) return [`${name}: no day bar`]
  return oldest.x < newest.x === (language !== 'ar')
    ? []
    : [`${name}: time runs against the reading direction`]
}

async function judge(page: Page, name: string): Promise<string[]> {
  await page.evaluate(axe)
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> }
    }
    return (await axe.run()).violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      where: nodes.map((node) => node.html.slice(0, 160)),
    }))
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, where }) => `${name}: axe ${impact} ${id}: ${where.slice(0, 3).join(' | ')}`)
}

const only = process.argv[2] ?? ''
mkdirSync(OUT, { recursive: true })
const { server, url } = await servePreview()
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
const problems: string[] = []
try {
  for (const shot of shots().filter(({ name }) => name.includes(only))) {
    problems.push(...(await take(browser, url, shot)))
    process.stderr.write(`${shot.name}\n`)
  }
} finally {
  await browser.close()
  await server.close()
}
for (const problem of problems) process.stderr.write(`! ${problem}\n`)
process.exitCode = problems.length > 0 ? 1 : 0
