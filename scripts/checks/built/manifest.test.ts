import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { permissionsAsked, permissionsExplained } from '../permissions-doc.ts'
import { ROOT } from '../tree.ts'
import { builtManifest } from './dist.ts'

const doc = readFileSync(join(ROOT, 'docs/permissions.md'), 'utf8')
/** scripts/bootstrap/requirements.test.mjs holds the scripts' own figure against the manifest. */
const OLDEST_BROWSER = 140

const CHROMIUM_PERMISSIONS = [
  'alarms',
  'storage',
  'unlimitedStorage',
  'webRequest',
  'declarativeNetRequestWithHostAccess',
  'contextMenus',
  'activeTab',
]

describe('docs/permissions.md', () => {
  it('explains what the builds ask for, all of it and nothing else', () => {
    const asked = [
      ...permissionsAsked(builtManifest('chrome')),
      ...permissionsAsked(builtManifest('firefox')),
    ]
    expect(permissionsExplained(doc)).toEqual([...new Set(asked)].sort())
  })
})

describe.each(['chrome', 'firefox'] as const)('the manifest of dist/%s', (build) => {
  const manifest = builtManifest(build)

  it('asks for the permissions of the design', () => {
    const extra = build === 'firefox' ? ['dns', 'webRequestBlocking'] : []
    expect(manifest.permissions).toEqual([...CHROMIUM_PERMISSIONS, ...extra])
    expect(manifest.optional_permissions).toEqual(['notifications', 'webNavigation'])
  })

  it('asks for no site at install: all hosts are optional', () => {
    expect(manifest.host_permissions ?? []).toEqual([])
    expect(manifest.optional_host_permissions).toEqual(['*://*/*'])
    expect(manifest.content_scripts ?? []).toEqual([])
  })

  // Web pages could otherwise ask for such a resource and learn that the user has this extension.
  it('shows web pages nothing to find the extension by', () => {
    expect(manifest).not.toHaveProperty('web_accessible_resources')
    expect(manifest).not.toHaveProperty('externally_connectable')
  })

  it('fixes no extension id', () => {
    expect(manifest).not.toHaveProperty('key')
  })

  it('lets its pages run own scripts alone, and lets plain http be measured', () => {
    const { extension_pages: csp } = manifest.content_security_policy as Record<string, string>
    const directives = new Map((csp ?? '').split(';').map((part) => [part.trim().split(' ')[0], part.trim()]))
    expect(directives.get('script-src')).toBe("script-src 'self'")
    expect(directives.get('object-src')).toBe("object-src 'none'")
    expect(directives.get('base-uri')).toBe("base-uri 'none'")
    expect(directives.get('form-action')).toBe("form-action 'none'")
    // Firefox's own default has it; then no http: block page could be seen.
    expect(directives.has('upgrade-insecure-requests')).toBe(false)
    expect(directives.has('connect-src')).toBe(false)
  })

  it('stays out of private windows', () => {
    expect(manifest.incognito).toBe('not_allowed')
  })
})

describe('the oldest browsers', () => {
  it('are stated', () => {
    expect(builtManifest('chrome').minimum_chrome_version).toBe(String(OLDEST_BROWSER))
    expect(builtManifest('firefox').browser_specific_settings).toMatchObject({
      gecko: { strict_min_version: `${OLDEST_BROWSER}.0` },
    })
  })
})

describe('data collection', () => {
  it('requires none', () => {
    expect(builtManifest('firefox').browser_specific_settings).toMatchObject({
      gecko: { data_collection_permissions: { required: ['none'] } },
    })
  })
})
