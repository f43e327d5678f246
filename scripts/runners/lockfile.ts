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
const EntrySchema = v.looseObject({
  version: v.optional(v.string(), ''),
  optional: v.optional(v.boolean(), false),
  devOptional: v.optional(v.boolean(), false),
  /** A workspace: a link to a folder of this repository, which has no version of its own in the lockfile. */
  link: v.optional(v.boolean(), false),
  optionalDependencies: names,
})
const LockSchema = v.object({ packages: v.record(v.string(), EntrySchema) })
type Lock = v.InferOutput<typeof LockSchema>['packages']

/**
 * Whether package.json, package-lock.json and node_modules tell one story: one line for each place where they do
 * not. Offline, unlike `npm ci --dry-run`, which asks the registry when the lockfile holds no addresses.
 */
export function lockfileComplaints(root: string): string[] {
  const { packages } = v.parse(LockSchema, read(join(root, 'package-lock.json')))
  const wishes = v.parse(WishesSchema, read(join(root, 'package.json')))
  return [...unlike(wishes, packages), ...unlocked(packages), ...uninstalled(root, packages)]
}

function unlike(wishes: v.InferOutput<typeof WishesSchema>, packages: Lock): string[] {
  const locked = v.parse(WishesSchema, packages[''])
  return Object.entries(wishes)
    .filter(([key, value]) => !sameEntries(value, locked[key as keyof typeof locked]))
    .map(([key]) => `package.json and package-lock.json differ in "${key}": run npm install`)
}

/**
 * Optional packages (one a platform) that the lockfile leaves out. npm writes such a lockfile without a word when
 * its registry does not have them, and `npm ci` in a fresh clone then refuses it.
 */
function unlocked(packages: Lock): string[] {
  return Object.entries(packages).flatMap(([owner, { optionalDependencies }]) =>
    Object.entries(optionalDependencies)
      .filter(([name, wanted]) => {
        const found = resolve(packages, owner, name)
        return found === undefined || (/^\d+\.\d+\.\d+$/.test(wanted) && found !== wanted)
      })
      .map(([name, wanted]) => `${owner} wants ${name} ${wanted}, which the lockfile does not have`),
  )
}

/** The version `owner` gets of `name`: the nearest node_modules upwards. */
function resolve(packages: Lock, owner: string, name: string): string | undefined {
  const found = packages[`${owner ? `${owner}/` : ''}node_modules/${name}`]
  if (found) return found.version
  if (owner === '') return undefined
  const parent = owner.lastIndexOf('/node_modules/')
  return resolve(packages, parent < 0 ? '' : owner.slice(0, parent), name)
}

function uninstalled(root: string, packages: Lock): string[] {
  return Object.entries(packages).flatMap(([path, { version, optional, devOptional, link }]) => {
    if (!path.startsWith('node_modules/') || link) return []
    const file = join(root, path, 'package.json')
    if (!existsSync(file)) {
      return optional || devOptional ? [] : [`${path} ${version} is not installed: run npm ci`]
    }
    const installed = v.parse(v.object({ version: v.string() }), read(file)).version
    return installed === version ? [] : [`${path} is ${installed}, the lockfile says ${version}: run npm ci`]
  })
}

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

const sameEntries = (a: unknown, b: unknown): boolean => {
  const sorted = (value: unknown) =>
    JSON.stringify(typeof value === 'object' && value ? Object.entries(value).sort() : value)
  return sorted(a) === sorted(b)
}
