import { describe, expect, it } from 'vitest'
import { licenceTexts, shippedPackages } from '../licences.ts'
import { ROOT } from './tree.ts'

/** What may ship inside an Apache-2.0 extension without asking more of whoever passes it on. */
const PERMISSIVE = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'MPL-2.0 unmodified',
])

/** MPL-2.0 binds changed files of the library itself; this one ships as it is, from the public registry. */
const UNMODIFIED_MPL = new Set(['webextension-polyfill'])

const packages = shippedPackages(ROOT)

describe('licences of what ships', () => {
  it('knows the packages: the direct ones and what they bring along', () => {
    const names = packages.map((p) => p.name)
    expect(names).toEqual(
      expect.arrayContaining(['valibot', 'preact', 'dns-packet', '@leichtgewicht/ip-codec']),
    )
    expect(names).not.toContain('typescript')
    expect(names).not.toContain('vite')
  })

  it.each(packages)('$name $version: $licence', ({ name, licence }) => {
    expect(PERMISSIVE).toContain(UNMODIFIED_MPL.has(name) ? `${licence} unmodified` : licence)
  })

  it('gives each package its notice', () => {
    const text = licenceTexts(ROOT, packages)
    for (const { name, version } of packages) expect(text).toContain(`${name} ${version} (`)
    expect(text).toMatch(/Permission is hereby granted/)
  })
})
