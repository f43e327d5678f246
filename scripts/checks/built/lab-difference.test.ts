import { describe, expect, it } from 'vitest'
import { type Build, builtFiles, builtManifest, textOf } from './dist.ts'

/** The word the driver announces itself with; it must stand in lab builds alone. */
const DRIVER = 'fenceline-driver'

/** Vite's content hash, which changes with any byte. */
const withoutHash = (text: string): string => text.replaceAll(/-[\w-]{8}\.(js|css)\b/g, '-HASH.$1')

const holdsDriver = (build: Build): boolean => {
  const files = builtFiles(build)
  return [...files.keys()].some((path) => textOf(files, path).includes(DRIVER))
}

describe.each([
  ['chrome', 'lab-chrome'],
  ['firefox', 'lab-firefox'],
] as const)('dist/%s against dist/%s', (store, lab) => {
  it('has no driver, and the lab build has one', () => {
    expect([holdsDriver(store), holdsDriver(lab)]).toEqual([false, true])
  })

  it('asks at install for the hosts that are optional in the store, and is else the same manifest', () => {
    const { optional_host_permissions: hosts, ...rest } = builtManifest(store)
    const expected: unknown = JSON.parse(withoutHash(JSON.stringify({ ...rest, host_permissions: hosts })))
    expect(JSON.parse(withoutHash(JSON.stringify(builtManifest(lab))))).toEqual(expected)
  })

  it('has the same files', () => {
    const names = (build: Build) => [...builtFiles(build).keys()].map(withoutHash).sort()
    expect(names(lab)).toEqual(names(store))
  })

  it('has the same pages, styles, words and pictures, byte for byte', () => {
    const [ofStore, ofLab] = [builtFiles(store), builtFiles(lab)]
    const still = [...ofStore.keys()].filter((path) => !/\.js$|^manifest\.json$/.test(path))
    expect(still.length).toBeGreaterThan(10)
    for (const path of still) {
      if (path.endsWith('.html'))
        expect(withoutHash(textOf(ofLab, path))).toBe(withoutHash(textOf(ofStore, path)))
      else expect(ofLab.get(path), path).toEqual(ofStore.get(path))
    }
  })
})
