import { type BrowserContext, chromium } from 'playwright'
import type { DriverLink } from './driver-link.ts'
import { findChromium } from './find.ts'
import { type Home, makeHome } from './home.ts'
import { killAll, processesOf } from './process-tree.ts'

export interface LaunchedChromium {
  name: 'chromium'
  context: BrowserContext
  link: DriverLink
  extensionId: string
  profile: string
  close(): Promise<void>
  /** As a power cut does it: every process at once, nothing saved. Its home stays. */
  kill(): Promise<void>
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
  /** Where an earlier browser lived (then `build` is its, too); default: a fresh one that goes with the browser. */
  home?: Home
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

/** A real Chromium with the extension, driver connected; its profile is fresh unless it has a home. */
export async function launchChromium(options: LaunchOptions = {}): Promise<LaunchedChromium> {
  const home = options.home ?? (await makeHome(options.build ?? 'lab-chrome'))
  const { profile, extension, link } = home
  await options.adapt?.(extension)
  const context = await openChromium(home, options)
  const worker =
    context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', { timeout: 20_000 }))
  return {
    name: 'chromium',
    context,
    link,
    extensionId: new URL(worker.url()).host,
    profile,
    async close() {
      await context.close()
      if (!options.home) await home.remove()
    },
    async kill() {
      await killAll(processesOf(profile))
      await context.close()
    },
  }
}

/** The browser alone, with the extension that is at home there, whether it has a background or not. */
export function openChromium(
  { profile, extension }: Pick<Home, 'profile' | 'extension'>,
  options: LaunchOptions = {},
): Promise<BrowserContext> {
  const extensions = [extension, ...(options.beside ?? [])].join(',')
  const language = options.language ?? 'en'
  return chromium.launchPersistentContext(profile, {
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
}
