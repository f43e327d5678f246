import { describe, expect, it } from 'vitest'
import { builtFiles, textOf } from './dist.ts'

/** kB = 1000 bytes, not compressed: it comes from the disk, and all of it is parsed before the first line shows. */
const BUDGET_KB = 84

describe.each(['chrome', 'firefox'] as const)('the popup of dist/%s', (build) => {
  const files = builtFiles(build)
  const page = textOf(files, 'src/popup/popup.html')
  // Vite names here everything that must be there before the page runs; what is loaded later is not.
  const scripts = [...page.matchAll(/(?:src|modulepreload" crossorigin href)="\/([^"]+\.js)"/g)].map(
    ([, path = '']) => path,
  )

  it(`opens with less than ${BUDGET_KB} kB of script`, () => {
    const sizes = scripts.map((path) => [path, textOf(files, path).length] as const)
    expect(sizes.length).toBeGreaterThan(2)
    const total = sizes.reduce((sum, [, size]) => sum + size, 0) / 1000
    expect(total, JSON.stringify(sizes)).toBeLessThan(BUDGET_KB)
  })

  it('names every script that its scripts import', () => {
    const imported = scripts.flatMap((path) =>
      [...textOf(files, path).matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)].map(
        ([, name]) => `assets/${name}`,
      ),
    )
    expect(imported.length).toBeGreaterThan(2)
    expect(imported.filter((path) => !scripts.includes(path))).toEqual([])
  })
})
