import { readFileSync } from 'node:fs'
import type { ManifestV3Export } from '@crxjs/vite-plugin'

export interface BuildTarget {
  browser: 'chromium' | 'firefox'
  crx: 'chrome' | 'firefox'
  /** Host access at install and the test driver: never in a store zip. */
  lab: boolean
}

export const TARGETS = {
  chrome: { browser: 'chromium', crx: 'chrome', lab: false },
  firefox: { browser: 'firefox', crx: 'firefox', lab: false },
  'lab-chrome': { browser: 'chromium', crx: 'chrome', lab: true },
  'lab-firefox': { browser: 'firefox', crx: 'firefox', lab: true },
} as const satisfies Record<string, BuildTarget>

type Manifest = Record<string, unknown> & { version: string; permissions: string[] }

const GECKO = {
  gecko: {
    id: 'fenceline@fenceline.invalid',
    strict_min_version: '140.0',
    data_collection_permissions: {
      required: ['none'],
      optional: ['websiteActivity', 'technicalAndInteraction'],
    },
  },
}

/** The one manifest.json, bent to a target: Firefox's own keys, and for the lab host access at install. */
export function manifestFor(mode: string): ManifestV3Export & Manifest {
  const target: BuildTarget | undefined = TARGETS[mode as keyof typeof TARGETS]
  if (!target) throw new Error(`Unknown build target "${mode}"`)
  const manifest = JSON.parse(readFileSync(new URL('../manifest.json', import.meta.url), 'utf8')) as Manifest
  if (target.browser === 'firefox') {
    // Firefox runs no service worker: an event page from the same source.
    manifest.background = { scripts: ['src/background/main.ts'], type: 'module' }
    delete manifest.minimum_chrome_version
    manifest.permissions = [...manifest.permissions, 'dns', 'webRequestBlocking']
    manifest.browser_specific_settings = GECKO
  }
  if (target.lab) {
    manifest.host_permissions = manifest.optional_host_permissions
    delete manifest.optional_host_permissions
  }
  return manifest as unknown as ManifestV3Export & Manifest
}
