import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'

const LockSchema = v.object({
  packages: v.record(
    v.string(),
    v.object({
      version: v.optional(v.string()),
      license: v.optional(v.string()),
      dev: v.optional(v.boolean(), false),
      devOptional: v.optional(v.boolean(), false),
      optional: v.optional(v.boolean(), false),
      link: v.optional(v.boolean(), false),
    }),
  ),
})

export interface ShippedPackage {
  name: string
  version: string
  /** SPDX expression as the package states it; '' when it states none. */
  licence: string
  /** Folder below the root. */
  folder: string
}

/**
 * The packages whose code may end up in the extension: what package-lock.json installs for `dependencies`.
 * Optional and peer-only ones (TypeScript, which valibot names as a peer) are tools, never bundled.
 */
export function shippedPackages(root: string): ShippedPackage[] {
  const lock = v.parse(LockSchema, JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))
  return Object.entries(lock.packages)
    .filter(
      ([path, p]) => path.startsWith('node_modules/') && !p.dev && !p.devOptional && !p.optional && !p.link,
    )
    .map(([path, p]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: p.version ?? '',
      licence: p.license ?? '',
      folder: path,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The notices their licences ask to travel with the code. */
export function licenceTexts(root: string, packages: readonly ShippedPackage[]): string {
  const parts = packages.map(({ name, version, licence, folder }) => {
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e([.-]|$)/i.test(entry))
    const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : `Licence: ${licence}`
    return `${name} ${version} (${licence})\n\n${text}`
  })
  return `${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}
