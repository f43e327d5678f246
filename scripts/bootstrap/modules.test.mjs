import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { modulesAreStale } from './modules.mjs'

let root
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fenceline-'))
  writeFileSync(join(root, 'package-lock.json'), '{}')
})
afterEach(() => rmSync(root, { recursive: true }))

it('is stale before the first install', () => {
  expect(modulesAreStale(root)).toBe(true)
})

it('is stale once the lockfile is newer than what was installed', () => {
  mkdirSync(join(root, 'node_modules'))
  const installed = join(root, 'node_modules/.package-lock.json')
  writeFileSync(installed, '{}')
  utimesSync(join(root, 'package-lock.json'), 1000, 1000)
  utimesSync(installed, 1001, 1001)
  expect(modulesAreStale(root)).toBe(false)
  utimesSync(installed, 999, 999)
  expect(modulesAreStale(root)).toBe(true)
})

it('is stale for a command that needs the workspaces when they were left out', () => {
  mkdirSync(join(root, 'node_modules/@fenceline'), { recursive: true })
  writeFileSync(join(root, 'node_modules/.package-lock.json'), '{}')
  expect(modulesAreStale(root, false)).toBe(false)
  expect(modulesAreStale(root, true)).toBe(true)
  mkdirSync(join(root, 'node_modules/@fenceline/collector'))
  expect(modulesAreStale(root, true)).toBe(false)
})
