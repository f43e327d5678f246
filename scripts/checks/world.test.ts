import { describe, expect, it } from 'vitest'
import { sourceTree } from './tree.ts'
import { worldInCore } from './world.ts'

const inCore = (source: string, path = 'core/x.ts') => worldInCore(new Map([[path, source]]))

describe('core/ touches nothing of the world', () => {
  it('in this project', () => {
    expect(worldInCore(sourceTree())).toEqual([])
  })

  it.each([
    ['const now = Date.now()', 'Date.now'],
    ['const now = new Date()', 'new Date()'],
    ['const now = Date()', 'Date()'],
    ['const n = Math.random()', 'Math.random'],
    ['export const get = (u: string) => fetch(u)', 'fetch'],
    ['const t = (performance as { now(): number }).now()', 'performance'],
    ['if (typeof window !== "undefined") {}', 'window'],
    ['document.title', 'document'],
    ['const o = { process }', 'process'],
    ['const o = { [crypto.randomUUID()]: 1 }', 'crypto'],
    ['setTimeout(() => {}, 1)', 'setTimeout'],
    ['const b = chrome.runtime', 'chrome'],
    ['export default browser', 'browser'],
    ['globalThis["fetch"]("x")', 'globalThis'],
    ['class A { x = navigator.onLine }', 'navigator'],
    ['const f = (x = console.log) => x', 'console'],
  ])('catches %s', (source, name) => {
    expect(inCore(`// one\n${source}`)).toEqual([`core/x.ts:2 uses ${name}`])
  })

  it.each([
    'const at = new Date(0).toISOString()',
    'export const f = (fetch: (u: string) => string) => fetch("x")',
    'export const f = ({ location, browser: b }: { location: string; browser: string }) => location + b',
    'interface Hop { location: string; browser: "chromium" }',
    'const hop = { location: null, browser: "chromium" }',
    'const l = hop.location',
    'type T = typeof globalThis',
    'const s: Window | null = null',
    'export function g() { const [process] = [1]; return process }',
    'import { performance } from "./clock.ts"\nperformance',
  ])('lets pass %s', (source) => {
    expect(inCore(source)).toEqual([])
  })

  it('looks at core alone, and not at its tests', () => {
    expect(inCore('fetch("x")', 'src/measure/page.ts')).toEqual([])
    expect(inCore('fetch("x")', 'core/x.test.ts')).toEqual([])
  })
})
