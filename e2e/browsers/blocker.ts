import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Another extension that blocks these hosts for everyone it can, the way content blockers do. Answers its folder. */
export async function writeBlocker(hosts: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fenceline-blocker-'))
  const manifest = {
    manifest_version: 3,
    name: 'Blocker',
    version: '1',
    permissions: ['declarativeNetRequest'],
    host_permissions: ['*://*/*'],
    declarative_net_request: { rule_resources: [{ id: 'rules', enabled: true, path: 'rules.json' }] },
    browser_specific_settings: { gecko: { id: 'blocker@lab.invalid' } },
  }
  const rules = [
    {
      id: 1,
      priority: 1,
      action: { type: 'block' },
      condition: {
        requestDomains: hosts,
        resourceTypes: ['main_frame', 'sub_frame', 'xmlhttprequest', 'other'],
      },
    },
  ]
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
  await writeFile(join(folder, 'rules.json'), JSON.stringify(rules))
  return folder
}
