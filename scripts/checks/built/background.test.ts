import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { moduleGraph, reachable } from '../module-graph.ts'
import { builtFiles, builtManifest, scriptsOf } from './dist.ts'

const BackgroundSchema = v.object({
  service_worker: v.optional(v.string()),
  scripts: v.optional(v.array(v.string())),
  type: v.literal('module'),
})

describe.each(['chrome', 'firefox', 'lab-chrome', 'lab-firefox'] as const)(
  'the background of dist/%s',
  (build) => {
    const background = v.parse(BackgroundSchema, builtManifest(build).background)
    const entry = background.service_worker ?? background.scripts?.[0] ?? ''
    const graph = moduleGraph(scriptsOf(builtFiles(build)))
    const chains = reachable(graph, entry)

    it('is a worker in Chromium and an event page in Firefox', () => {
      const isFirefox = build.endsWith('firefox')
      expect([background.service_worker, background.scripts]).toEqual(
        isFirefox ? [undefined, [entry]] : [entry, undefined],
      )
      expect(graph.has(entry)).toBe(true)
    })

    // The loader must lead to the background's own chunk: a worker wired to another one starts and does nothing.
    it('reaches its own code', () => {
      const code = [...chains.keys()].map((path) => scriptsOf(builtFiles(build)).get(path) ?? '').join('\n')
      for (const listener of ['runtime.onMessage', 'alarms.onAlarm', 'runtime.onInstalled']) {
        expect(code.replaceAll(/\s/g, '')).toContain(`${listener}.addListener`)
      }
    })

    it('has no import() anywhere in its reach', () => {
      const lazy = [...chains].filter(([path]) => (graph.get(path)?.dynamicImports ?? 0) > 0)
      expect(lazy.map(([, chain]) => chain.join(' -> '))).toEqual([])
    })
  },
)
