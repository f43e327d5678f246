import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { zipFolder } from '../../store-zip.ts'
import { ROOT } from '../tree.ts'
import { builtFiles, builtManifest } from './dist.ts'

describe.each(['chrome', 'firefox'] as const)('the store zip for %s', (build) => {
  const path = join(ROOT, 'dist', `fenceline-${build}-${String(builtManifest(build).version)}.zip`)

  it('is there, the only one of its kind', () => {
    expect(existsSync(path)).toBe(true)
    const zips = readdirSync(join(ROOT, 'dist')).filter((name) => name.startsWith(`fenceline-${build}-`))
    expect(zips).toHaveLength(1)
  })

  it('holds what the folder holds, no more and no less', () => {
    const inside = unzipSync(readFileSync(path))
    const outside = builtFiles(build)
    expect(Object.keys(inside)).toEqual([...outside.keys()].sort())
    for (const [name, bytes] of Object.entries(inside)) {
      expect(Buffer.compare(bytes, outside.get(name) ?? new Uint8Array()), name).toBe(0)
    }
  })

  it('can be made again, bit by bit', () => {
    expect(Buffer.compare(zipFolder(builtFiles(build)), readFileSync(path))).toBe(0)
  })

  it('carries the licence and the notices of what is inside', () => {
    expect(new TextDecoder().decode(builtFiles(build).get('LICENSE.txt'))).toContain('Apache License')
    expect(new TextDecoder().decode(builtFiles(build).get('third-party-licenses.txt'))).toContain('preact')
  })
})

describe.each(['chrome', 'firefox', 'lab-chrome', 'lab-firefox'] as const)('what dist/%s loads', (build) => {
  it('is all inside: no script, style or font from elsewhere', () => {
    const pages = [...builtFiles(build)].filter(([path]) => path.endsWith('.html'))
    expect(pages.length).toBeGreaterThan(2)
    for (const [path, bytes] of pages) {
      expect(new TextDecoder().decode(bytes), path).not.toMatch(
        /(?:src|href)="?(?:https?:)?\/\/[^"]*\.(?:js|css|woff2?)/,
      )
    }
  })

  it('has every file its pages name', () => {
    const files = builtFiles(build)
    for (const [path, bytes] of [...files].filter(([name]) => name.endsWith('.html'))) {
      const named = [...new TextDecoder().decode(bytes).matchAll(/(?:src|href)="([^"#:]+)"/g)].map(
        ([, to]) => to ?? '',
      )
      const missing = named
        .map((to) => new URL(to, `https://x.invalid/${path}`).pathname.slice(1))
        .filter((to) => !files.has(to))
      expect(missing, path).toEqual([])
    }
  })
})
