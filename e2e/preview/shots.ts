import type { Page } from 'playwright'
import type { SweepProgress } from '../../src/messages/messages.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { LANGUAGES, type Language } from './open-preview.ts'
import type { SeedState } from './seed.ts'
import { HERE, onNetwork, PHONE } from './seed-networks.ts'

/** Half past two in the afternoon in Almaty: the pictures are the same whenever they are taken. */
export const NOW = Date.UTC(2026, 0, 14, 9, 30)

export interface Shot {
  name: string
  page: 'popup' | 'welcome' | 'options' | 'compare' | 'export'
  /** After the page's address: "?a=…". */
  query?: string
  language: Language
  dark: boolean
  state: SeedState
  /** The browser's answer to "may it reach every site". */
  access: boolean
  agreed: boolean
  /** Settings that differ from those of somebody who just agreed. */
  settings?: Partial<Settings>
  /** What else storage.local holds. */
  local?: Record<string, unknown>
  /** What the active tab shows beside the popup. */
  tab?: string
  /** storage.session, as the background would have left it. */
  session?: Record<string, unknown>
  act?(page: Page): Promise<void>
}

const STATES = ['empty', 'normal', 'outage', 'no-access'] as const
const SWEEP: SweepProgress = {
  sweepId: 's',
  pace: 'now',
  total: 46,
  done: 17,
  startedAt: 0,
  running: true,
  requests: 134,
  bytes: 2_310_000,
  early: {
    'https://square.example/': { status: 'blocked', mechanism: null, confidence: 'suspected' },
    'https://daily.example/': { status: 'inconclusive', mechanism: null, confidence: null },
  },
}
/** What one list, imported, leaves for the pages. */
const IMPORTED = {
  importedAt: Date.UTC(2026, 0, 12),
  files: [
    { name: 'fingerprints_http.csv', kind: 'http', used: 1502, skipped: 227 },
    { name: 'fingerprints_dns.csv', kind: 'dns', used: 631, skipped: 1 },
  ],
  used: 2133,
  skipped: 228,
}
/** Somebody who makes use of everything the options offer. */
const OWN: Partial<Settings> = {
  customResolver: 'https://dns.example/dns-query',
  controlHelpers: ['https://helper.example/', 'https://0.th.ooni.org/', 'https://1.th.ooni.org/'],
  snapshot: {
    url: 'https://collector.example/control/snapshot',
    key: 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqo=',
  },
  transferMegabytes: 20,
}
/** An agreement to the text before this one. */
const EARLIER: Partial<Settings> = { consent: { at: Date.UTC(2026, 0, 2), textVersion: 1 } }

/** Every page in every theme, language and state, then the rarer moments once, in English. */
export function shots(): Shot[] {
  return [
    ...LANGUAGES.flatMap((language) => [false, true].flatMap((dark) => inTheme(language, dark))),
    ...rare(),
  ]
}

function inTheme(language: Language, dark: boolean): Shot[] {
  const tail = `${language}-${dark ? 'dark' : 'light'}`
  return STATES.flatMap((state) => {
    const base = { language, dark, state, access: state !== 'no-access', agreed: true }
    const popup = { ...base, page: 'popup' as const }
    const all: Shot[] = [
      { ...popup, name: `popup-list-${state}-${tail}` },
      { ...base, name: `options-${state}-${tail}`, page: 'options' },
    ]
    const compare = { ...base, page: 'compare' as const }
    const save = { ...base, page: 'export' as const }
    if (state === 'empty' || state === 'normal') {
      all.push({ ...compare, name: `compare-${state}-${tail}` }, { ...save, name: `export-${state}-${tail}` })
    }
    // Without access the tab's address is seen only after a click on the toolbar, which no program can make.
    if (base.access)
      all.push({ ...popup, name: `popup-tab-${state}-${tail}`, tab: 'https://square.example/home' })
    // There is no evidence of nothing, and the welcome page knows no history.
    if (state === 'normal') all.push(bothNetworks(compare, tail))
    if (state === 'empty') all.push({ ...base, name: `welcome-${tail}`, page: 'welcome', agreed: false })
    else all.push({ ...popup, name: `popup-evidence-${state}-${tail}`, act: openFirst })
    return all
  })
}

function bothNetworks(compare: Omit<Shot, 'name'>, tail: string): Shot {
  return {
    ...compare,
    name: `compare-two-networks-${tail}`,
    state: 'two-networks',
    query: `?a=${HERE}&b=${PHONE}`,
    act: async (page) => page.locator('.pairs').first().waitFor(),
  }
}

function rare(): Shot[] {
  const popup = {
    page: 'popup',
    language: 'en',
    dark: false,
    state: 'normal',
    access: true,
    agreed: true,
  } as const
  const welcome = { ...popup, page: 'welcome', state: 'empty', agreed: false } as const
  const options = { ...popup, page: 'options' } as const
  return [
    ...(['en', 'ar'] as const).flatMap((language) => inBothDirections(language)),
    { ...popup, name: 'popup-unagreed', state: 'empty', agreed: false },
    { ...popup, name: 'popup-unlisted-tab', tab: 'https://example.org/private' },
    { ...popup, name: 'popup-paused', settings: { paused: true } },
    { ...popup, name: 'popup-unfolded', act: unfold },
    { ...popup, name: 'popup-disk-full', session: { problem: 'quota', 'waiting-looks': [1, 2, 3] } },
    { ...popup, name: 'popup-unreadable', session: { problem: 'corrupt' }, act: pressFirst('.ask .btn') },
    { ...popup, name: 'popup-network-unknown', local: { networks: null } },
    { ...popup, name: 'popup-new-network', local: onNetwork(PHONE, NOW) },
    { ...popup, name: 'popup-vpn', local: onNetwork('as64003-nl-vpn', NOW) },
    { ...popup, name: 'popup-resting-metered', session: { resting: { why: 'metered', until: null } } },
    { ...options, name: 'options-no-history', settings: { keepHistory: false, onMetered: 'pause' } },
    { ...options, name: 'options-delete', act: pressFirst('fieldset .btn') },
    { ...welcome, name: 'welcome-refused', act: answerBrowser(false) },
    { ...welcome, name: 'welcome-done', act: answerBrowser(true) },
    { ...options, name: 'options-nonsense', act: addNonsense },
    { ...options, name: 'options-older-agreement', settings: EARLIER },
    { ...options, name: 'options-no-second-opinions', settings: { secondOpinions: false } },
    { ...welcome, name: 'welcome-older-agreement', agreed: true, settings: EARLIER },
  ]
}

/** Moments with much text: in one language of each direction, each in another theme. */
function inBothDirections(language: 'en' | 'ar'): Shot[] {
  const dark = language === 'ar'
  const base = { language, dark, state: 'normal', access: true, agreed: true } as const
  const popup = { ...base, page: 'popup' } as const
  const evidence = (host: string): Shot => ({
    ...popup,
    name: `popup-evidence-of-${host.split('.')[0]}-${language}`,
    act: openSite(host),
  })
  return [
    { ...popup, name: `popup-running-${language}`, session: { progress: SWEEP } },
    { ...popup, name: `popup-offline-${language}`, state: 'offline' },
    { ...popup, name: `popup-restored-${language}`, state: 'restored' },
    { ...popup, name: `popup-menu-${language}`, act: pressFirst('.menu .btn') },
    {
      ...popup,
      name: `popup-naming-${language}`,
      act: async (page) => {
        await page.locator('.menu .btn').click()
        await page.locator('.items .btn').last().click()
        await page.locator('.items input').fill('2 · IV')
      },
    },
    {
      ...popup,
      name: `popup-resting-${language}`,
      session: { resting: { why: 'budget', until: NOW + 9.5 * 3_600_000 } },
    },
    { ...popup, name: `popup-older-agreement-${language}`, settings: EARLIER },
    ...['daily.example', 'video.example', 'friends.example', 'forum.example', 'courier.example'].map(
      evidence,
    ),
    { ...base, page: 'export', name: `export-done-${language}`, state: 'two-networks', act: saveFile },
    {
      ...base,
      page: 'compare',
      name: `compare-second-${language}`,
      state: 'two-networks',
      act: pressFirst('.guided > li > .line > .btn:not(.second)'),
    },
    {
      ...base,
      page: 'options',
      name: `options-own-choices-${language}`,
      settings: OWN,
      local: { 'fingerprints.info': IMPORTED },
    },
  ]
}

function openSite(host: string) {
  return async (page: Page): Promise<void> => {
    await page.locator('.row .open', { hasText: host }).first().click()
    await page.locator('.steps li').first().waitFor()
    // The whole of it: what scrolls in a popup stands open in the picture.
    await page.addStyleTag({ content: '.pop.evidence { height: auto; max-height: none }' })
  }
}

function pressFirst(selector: string) {
  return async (page: Page): Promise<void> => page.locator(selector).first().click()
}

async function openFirst(page: Page): Promise<void> {
  // With nothing in trouble every group is folded.
  const row = page.locator('.row .open:enabled')
  if ((await row.first().isVisible()) === false) await page.locator('summary').first().click()
  await row.first().click()
  await page.locator('.steps li').first().waitFor()
}

async function unfold(page: Page): Promise<void> {
  for (const summary of await page.locator('summary').all()) await summary.click()
}

/** Some of the sites, into a file that waits to be saved: the browser's own dialogue no program can answer. */
async function saveFile(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(globalThis, { showSaveFilePicker: undefined }))
  await page.locator('#sites-some').check()
  await page.locator('#sites-0').check()
  await page.locator('#export-start').click()
  await page.locator('#export-manifest').waitFor()
}

/** The browser's own question has no page of its own that a program could press; it is answered in its place. */
function answerBrowser(answer: boolean) {
  return async (page: Page): Promise<void> => {
    await page.evaluate((given) => {
      const { chrome } = globalThis as unknown as { chrome: { permissions: { request: unknown } } }
      chrome.permissions.request = (_asked: unknown, done?: (granted: boolean) => void) =>
        done ? done(given) : Promise.resolve(given)
    }, answer)
    await page.locator('.offer .btn').first().click()
    await page.locator('[role=alert] .notice, h1[tabindex]').first().waitFor()
  }
}

async function addNonsense(page: Page): Promise<void> {
  await page.locator('#site').fill('192.168.0.1')
  await page.locator('#site').press('Enter')
}
