import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockfileComplaints } from './lockfile.ts'

let root = ''
const put = (path: string, json: unknown) => {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), JSON.stringify(json))
}
const wishes = { version: '1.0.0', engines: { node: '>=20' }, dependencies: { idb: '8.0.4' } }

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fenceline-'))
  put('package.json', wishes)
  put('package-lock.json', {
    packages: {
      '': wishes,
      'node_modules/idb': { version: '8.0.4' },
      'node_modules/for-another-system': { version: '1.0.0', optional: true },
    },
  })
  put('node_modules/idb/package.json', { version: '8.0.4' })
})
afterEach(() => rmSync(root, { recursive: true }))

describe('the lockfile check', () => {
  it('is content when all three agree', () => {
    expect(lockfileComplaints(root)).toEqual([])
  })

  it('sees a wish the lockfile does not know', () => {
    put('package.json', { ...wishes, dependencies: { ...wishes.dependencies, valibot: '1.5.0' } })
    expect(lockfileComplaints(root)).toEqual([expect.stringContaining('differ in "dependencies"')])
  })

  it('sees another version installed, and one not installed', () => {
    put('node_modules/idb/package.json', { version: '8.0.3' })
    expect(lockfileComplaints(root)).toEqual([expect.stringContaining('idb is 8.0.3')])
    rmSync(join(root, 'node_modules/idb'), { recursive: true })
    expect(lockfileComplaints(root)).toEqual([expect.stringContaining('idb 8.0.4 is not installed')])
  })

  it('sees a platform package that the lockfile leaves out, or has in another version', () => {
    const linter = { version: '2.0.0', optional: true, optionalDependencies: { 'linter-darwin': '2.0.0' } }
    const lock = (more: object) =>
      put('package-lock.json', {
        packages: {
          '': wishes,
          'node_modules/idb': { version: '8.0.4' },
          'node_modules/a/node_modules/linter': linter,
          ...more,
        },
      })
    const missing = [
      'node_modules/a/node_modules/linter wants linter-darwin 2.0.0, which the lockfile does not have',
    ]
    lock({})
    expect(lockfileComplaints(root)).toEqual(missing)
    lock({ 'node_modules/linter-darwin': { version: '1.9.0', optional: true } })
    expect(lockfileComplaints(root)).toEqual(missing)
    lock({ 'node_modules/linter-darwin': { version: '2.0.0', optional: true } })
    expect(lockfileComplaints(root)).toEqual([])
  })
})
