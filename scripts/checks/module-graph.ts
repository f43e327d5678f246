import { posix } from 'node:path'
import { parseSync } from 'oxc-parser'
import type { Tree } from './tree.ts'

export interface Import {
  /** As written. */
  specifier: string
  /** Path in the tree for relative ones, else the specifier itself (a package, `node:fs`). */
  target: string
  /** Erased by the compiler: an arrow in the design, but nothing at run time. */
  typeOnly: boolean
}

export interface Module {
  imports: Import[]
  /** Number of `import()` expressions. */
  dynamicImports: number
}

/** What each module imports, re-exports and loads lazily. Throws on a file that does not parse. */
export function moduleGraph(tree: Tree): Map<string, Module> {
  return new Map([...tree].map(([path, source]) => [path, readModule(path, source)]))
}

function readModule(path: string, source: string): Module {
  const { module, errors } = parseSync(path, source)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const imports = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    // `import './x.ts'` has no entries and runs the module.
    typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
  }))
  const reexports = module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ moduleRequest, isType }) =>
      moduleRequest ? [{ specifier: moduleRequest.value, typeOnly: isType }] : [],
    )
  const lazy = module.dynamicImports.flatMap(({ moduleRequest }) => {
    const literal = /^(['"`])(.*)\1$/.exec(source.slice(moduleRequest.start, moduleRequest.end))?.[2]
    return literal ? [{ specifier: literal, typeOnly: false }] : []
  })
  return {
    imports: [...imports, ...reexports, ...lazy].map((found) => ({
      ...found,
      target: resolve(path, found.specifier),
    })),
    dynamicImports: module.dynamicImports.length,
  }
}

function resolve(from: string, specifier: string): string {
  const bare = specifier.replace(/\?.*$/, '')
  return bare.startsWith('.') ? posix.join(posix.dirname(from), bare) : bare
}

/** Every module that runs when `entry` does, with the chain of imports that leads there. */
export function reachable(graph: Map<string, Module>, entry: string): Map<string, string[]> {
  const chains = new Map<string, string[]>([[entry, [entry]]])
  const queue = [entry]
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const chain = chains.get(at) ?? []
    for (const { target, typeOnly } of graph.get(at)?.imports ?? []) {
      if (typeOnly || chains.has(target) || !graph.has(target)) continue
      chains.set(target, [...chain, target])
      queue.push(target)
    }
  }
  return chains
}
