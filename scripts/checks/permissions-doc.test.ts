import { describe, expect, it } from 'vitest'
import { permissionsAsked, permissionsExplained } from './permissions-doc.ts'

describe('reading a manifest for what it asks', () => {
  it('finds every kind of asking, each once', () => {
    const manifest = {
      permissions: ['storage', 'alarms'],
      optional_permissions: ['notifications'],
      host_permissions: ['https://a.example/*'],
      optional_host_permissions: ['*://*/*'],
      browser_specific_settings: {
        gecko: { data_collection_permissions: { required: ['none'], optional: ['websiteActivity', 'none'] } },
      },
    }
    expect(permissionsAsked(manifest)).toEqual([
      '*://*/*',
      'alarms',
      'https://a.example/*',
      'none',
      'notifications',
      'storage',
      'websiteActivity',
    ])
  })
})

describe('reading the document for what it explains', () => {
  it('takes headings of the third level that are one code word', () => {
    const text =
      '# Permissions\n## At install\n### `storage`\nwhy\n### `*://*/*`\n### More on `storage`\n#### `deep`\n'
    expect(permissionsExplained(text)).toEqual(['*://*/*', 'storage'])
  })
})
