import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isOlder, MINIMUM_BROWSER, nodeComplaint } from './requirements.mjs'

const root = join(import.meta.dirname, '../..')

it.each([
  ['20.19.0', '20.19', false],
  ['20.18.3', '20.19', true],
  ['22.0.0', '20.19', false],
  ['18.20.1', '20.19', true],
])('%s against %s: older is %s', (version, wanted, older) => {
  expect(isOlder(version, wanted)).toBe(older)
})

it('names both versions to someone with an old Node', () => {
  expect(nodeComplaint(root, '18.20.1')).toMatch(/needs Node 20\.\d+ or newer; this is Node 18\.20\.1/)
  expect(nodeComplaint(root, process.versions.node)).toBeNull()
})

it('asks for the browsers the manifest asks for', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8'))
  expect(manifest.minimum_chrome_version).toBe(String(MINIMUM_BROWSER))
})
