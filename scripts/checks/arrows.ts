import { type Module, moduleGraph, reachable } from './module-graph.ts'
import { isTest, type Tree } from './tree.ts'

/** A rule of the picture in docs/architecture.md: answers one line for each place that breaks it. */
type Arrow = (tree: Tree) => string[]

/** What core/ may take from outside itself: pure libraries, no world. */
const CORE_PACKAGES = new Set(['valibot', 'ipaddr.js', 'tldts'])

/** Folders a page is made of; they show what was stored and send messages, and do no work themselves. */
const PAGES = [
  'src/popup/',
  'src/welcome/',
  'src/options/',
  'src/compare/',
  'src/export/',
  'src/dashboard/',
  'src/ui/',
]

const BACKGROUND = 'src/background/'
const BACKGROUND_ENTRY = 'src/background/main.ts'

/**
 * A worker that reaches `import()` dies without a word: Vite wraps it in a helper that touches `document`
 * (https://github.com/crxjs/chrome-extension-tools/issues/1235).
 */
const noLazyImportsInBackground: Arrow = (tree) => {
  const graph = moduleGraph(tree)
  if (!graph.has(BACKGROUND_ENTRY)) return [`${BACKGROUND_ENTRY} is missing: the rule would check nothing`]
  return [...reachable(graph, BACKGROUND_ENTRY)]
    .filter(([path]) => (graph.get(path)?.dynamicImports ?? 0) > 0)
    .map(([path, chain]) => `${path} has import(), and the background reaches it: ${chain.join(' -> ')}`)
}

/** The polyfill is frozen upstream: one folder must be able to drop it. */
const onlyPlatformImportsPolyfill: Arrow = (tree) =>
  forbid(tree, (from, to) => to.startsWith('webextension-polyfill') && !from.startsWith('src/platform/'))

/** core/ is shared by extension, collector and lab: it must run anywhere. Its tests may use what they like. */
const coreImportsOnlyItself: Arrow = (tree) =>
  forbid(
    tree,
    (from, to) =>
      from.startsWith('core/') && !isTest(from) && !to.startsWith('core/') && !CORE_PACKAGES.has(to),
  )

/** The composition root wires; what two rooms need lives in a room of its own. */
const nobodyImportsBackground: Arrow = (tree) =>
  forbid(tree, (from, to) => to.startsWith(BACKGROUND) && !from.startsWith(BACKGROUND))

/** Pages never measure: a closed popup must not end a sweep, and nothing runs past the consent the background checks. */
const pagesOnlyShow: Arrow = (tree) =>
  forbid(tree, (from, to) => {
    if (!PAGES.some((page) => from.startsWith(page)) || to === 'src/measure/parties.ts') return false
    return ['src/schedule/', 'src/measure/', BACKGROUND].some((room) => to.startsWith(room))
  })

/** What ships knows nothing of the tools around it. */
const shippedImportsNoTools: Arrow = (tree) =>
  forbid(
    tree,
    (from, to) => from.startsWith('src/') && !isTest(from) && /^(e2e|scripts|bench|collector)\//.test(to),
  )

/** A test's tools stay with the tests: what ships must not drag them along. */
const onlyTestsImportTests: Arrow = (tree) => forbid(tree, (from, to) => isTest(to) && !isTest(from))

/** Every relative import names a file that is there, so that no rule above is fooled by a misspelt path. */
const importsResolve: Arrow = (tree) => {
  const graph = moduleGraph(tree)
  const isCode = (path: string) => /\.(ts|tsx|mjs|js)$/.test(path)
  return arrowsOf(graph)
    .filter(([, to, specifier]) => specifier.startsWith('.') && isCode(to) && !graph.has(to))
    .map(([from, to]) => `${from} imports ${to}, which is not there`)
}

function forbid(tree: Tree, isForbidden: (from: string, to: string) => boolean): string[] {
  return arrowsOf(moduleGraph(tree))
    .filter(([from, to]) => isForbidden(from, to))
    .map(([from, to]) => `${from} imports ${to}`)
}

function arrowsOf(graph: Map<string, Module>): [from: string, to: string, specifier: string][] {
  return [...graph].flatMap(([from, { imports }]) =>
    imports.map(({ target, specifier }): [string, string, string] => [from, target, specifier]),
  )
}

export const ARROWS = {
  noLazyImportsInBackground,
  onlyPlatformImportsPolyfill,
  coreImportsOnlyItself,
  nobodyImportsBackground,
  pagesOnlyShow,
  shippedImportsNoTools,
  onlyTestsImportTests,
  importsResolve,
} satisfies Record<string, Arrow>
