import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright'
import { DriverLink } from './driver-link.ts'
import { copyExtension } from './extension-copy.ts'
import { findChromium } from './find.ts'

export interface LaunchedChromium {
  name: 'chromium'
  context: BrowserContext
  link: DriverLink
  extensionId: string
  close(): Promise<void>
}

export interface LaunchOptions {
  /** dist/<build>; default the lab build. */
  build?: string
  headless?: boolean
  /** IANA zone the browser believes to be in. */
  timeZone?: string
  /** UI language, e.g. 'ar'. */
  language?: string
  args?: string[]
  /** Folders of other extensions to load as well. */
  beside?: readonly string[]
  /** Changes the private copy of the extension before the browser loads it. */
  adapt?: (extension: string) => Promise<void>
}

/** Nothing but the extension may talk: no update checks, no field trials, no pings. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-default-apps',
  '--no-first-run',
  '--no-pings',
  '--disable-field-trial-config',
  '--disable-features=OptimizationHints,MediaRouter,Translate,DialMediaRouteProvider',
]

/** A real Chromium with a fresh profile and the extension, driver connected. */
export async function launchChromium(options: LaunchOptions = {}): Promise<LaunchedChromium> {
  const link = await DriverLink.open()
  const extension = await copyExtension(options.build ?? 'lab-chrome', link.port)
  await options.adapt?.(extension)
  const extensions = [extension, ...(options.beside ?? [])].join(',')
  const profile = await mkdtemp(join(tmpdir(), 'fenceline-chromium-'))
  const language = options.language ?? 'en'
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: options.headless ?? true,
    ignoreDefaultArgs: ['--disable-extensions'],
    // Root cannot use Chromium's own sandbox; anybody else keeps it.
    chromiumSandbox: process.getuid?.() !== 0,
    env: {
      ...process.env,
      ...(options.timeZone ? { TZ: options.timeZone } : {}),
      LANGUAGE: language,
      LANG: `${language}.UTF-8`,
    } as Record<string, string>,
    args: [
      ...QUIET,
      `--lang=${language}`,
      `--disable-extensions-except=${extensions}`,
      `--load-extension=${extensions}`,
      ...(options.args ?? []),
    ],
  })
  const worker =
    context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', { timeout: 20_000 }))
  const close = async () => {
    await context.close()
    await link.close()
    await Promise.all([profile, extension].map((d) => rm(d, { recursive: true, force: true, maxRetries: 5 })))
  }
  return { name: 'chromium', context, link, extensionId: new URL(worker.url()).host, close }
}
