import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'

const names = v.optional(v.record(v.string(), v.string()), {})
const WishesSchema = v.object({
  version: v.string(),
  engines: names,
  dependencies: names,
  devDependencies: names,
})
const LockSchema = v.object({
  packages: v.record(
    v.string(),
    v.looseObject({ version: v.optional(v.string()), optional: v.optional(v.boolean()) }),
  ),
})

/**
 * Whether package.json, package-lock.json and node_modules tell one story: one line for each place where they do
 * not. Offline, unlike `npm ci --dry-run`, which asks the registry when the lockfile holds no addresses.
 */
export function lockfileComplaints(root: string): string[] {
  const lockText: unknown = read(join(root, 'package-lock.json'))
  const wishes = v.parse(WishesSchema, read(join(root, 'package.json')))
  const lock = v.parse(LockSchema, lockText)
  const locked = v.parse(WishesSchema, lock.packages[''])
  const complaints = Object.entries(wishes)
    .filter(([key, value]) => !sameEntries(value, locked[key as keyof typeof locked]))
    .map(([key]) => `package.json and package-lock.json differ in "${key}": run npm install`)
  for (const [path, { version, optional }] of Object.entries(lock.packages)) {
    if (!path.startsWith('node_modules/')) continue
    const file = join(root, path, 'package.json')
    if (!existsSync(file)) {
      if (!optional) complaints.push(`${path} ${version} is not installed: run npm ci`)
      continue
    }
    const installed = v.parse(v.object({ version: v.string() }), read(file)).version
    if (installed !== version)
      complaints.push(`${path} is ${installed}, the lockfile says ${version}: run npm ci`)
  }
  return complaints
}

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

const sameEntries = (a: unknown, b: unknown): boolean => {
  const sorted = (value: unknown) =>
    JSON.stringify(typeof value === 'object' && value ? Object.entries(value).sort() : value)
  return sorted(a) === sorted(b)
}
