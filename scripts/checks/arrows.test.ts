import { describe, expect, it } from 'vitest'
import { ARROWS } from './arrows.ts'
import { sourceTree } from './tree.ts'

const real = sourceTree()
const tree = (files: Record<string, string>) => new Map(Object.entries(files))

/** Each rule with a tree that breaks it in one place (`bad`) and one that comes close and does not (`good`). */
const cases: {
  rule: keyof typeof ARROWS
  bad: Record<string, string>
  says: string
  good: Record<string, string>
}[] = [
  {
    rule: 'noLazyImportsInBackground',
    bad: {
      'src/background/main.ts': `import '../schedule/sweep.ts'`,
      'src/schedule/sweep.ts': `export { chart } from '../ui/chart.ts'`,
      'src/ui/chart.ts': `export const chart = () => import('uplot')`,
    },
    says: 'src/ui/chart.ts has import(), and the background reaches it: src/background/main.ts -> src/schedule/sweep.ts -> src/ui/chart.ts',
    good: {
      'src/background/main.ts': `import type { Chart } from '../ui/chart.ts'\nexport let chart: Chart | undefined`,
      'src/ui/chart.ts': `export type Chart = string\nexport const chart = () => import('uplot')`,
    },
  },
  {
    rule: 'onlyPlatformImportsPolyfill',
    bad: { 'src/history/open.ts': `import browser from 'webextension-polyfill'\nbrowser.storage` },
    says: 'src/history/open.ts imports webextension-polyfill',
    good: { 'src/platform/browser.ts': `export { default as browser } from 'webextension-polyfill'` },
  },
  {
    rule: 'coreImportsOnlyItself',
    bad: { 'core/net/address.ts': `import { BROWSER } from '../../src/platform/which.ts'\nBROWSER` },
    says: 'core/net/address.ts imports src/platform/which.ts',
    good: {
      'core/net/address.ts': `import ip from 'ipaddr.js'\nimport { a } from '../model/a.ts'\nip\na`,
      'core/model/a.ts': `export const a = 1`,
      'core/net/address.test.ts': `import fc from 'fast-check'\nfc`,
    },
  },
  {
    rule: 'nobodyImportsBackground',
    bad: {
      'src/popup/popup.tsx': `import type { Ready } from '../background/ready.ts'\nexport type R = Ready`,
    },
    says: 'src/popup/popup.tsx imports src/background/ready.ts',
    good: { 'src/background/main.ts': `import './ready.ts'`, 'src/background/ready.ts': '' },
  },
  {
    rule: 'pagesOnlyShow',
    bad: { 'src/welcome/welcome.tsx': `import { measure } from '../measure/page.ts'\nmeasure()` },
    says: 'src/welcome/welcome.tsx imports src/measure/page.ts',
    good: {
      'src/welcome/welcome.tsx': `import { RESOLVERS } from '../measure/parties.ts'\nRESOLVERS`,
      'src/schedule/sweep.ts': `import '../measure/page.ts'`,
    },
  },
  {
    rule: 'shippedImportsNoTools',
    bad: { 'src/driver/driver.ts': `export * from '../../e2e/lab/scenario.ts'` },
    says: 'src/driver/driver.ts imports e2e/lab/scenario.ts',
    good: { 'e2e/run/cli.ts': `export * from '../../src/history/records.ts'` },
  },
  {
    rule: 'onlyTestsImportTests',
    bad: {
      'core/verdict/judge.ts': `export * from './observations.test-kit.ts'`,
      'core/verdict/observations.test-kit.ts': '',
    },
    says: 'core/verdict/judge.ts imports core/verdict/observations.test-kit.ts',
    good: {
      'core/verdict/judge.test.ts': `export * from './observations.test-kit.ts'`,
      'core/verdict/observations.test-kit.ts': '',
    },
  },
  {
    rule: 'importsResolve',
    bad: { 'src/popup/popup.tsx': `import { x } from './gone.ts'\nx` },
    says: 'src/popup/popup.tsx imports src/popup/gone.ts, which is not there',
    good: { 'src/popup/popup.tsx': `import './popup.css'` },
  },
]

describe.each(cases)('$rule', ({ rule, bad, says, good }) => {
  it('holds in this project', () => {
    expect(ARROWS[rule](real)).toEqual([])
  })

  it('catches a tree that breaks it', () => {
    expect(ARROWS[rule](tree(bad))).toEqual([says])
  })

  it('lets pass what comes close', () => {
    expect(ARROWS[rule](tree(good))).toEqual([])
  })
})

describe('the rules', () => {
  it('are all tried on a tree that breaks them', () => {
    expect(cases.map(({ rule }) => rule).sort()).toEqual(Object.keys(ARROWS).sort())
  })

  it('look at a tree that has something in it', () => {
    for (const room of ['core/', 'src/', 'e2e/', 'scripts/']) {
      expect([...real.keys()].some((path) => path.startsWith(room))).toBe(true)
    }
  })

  it('say so when the background is not where they look for it', () => {
    expect(ARROWS.noLazyImportsInBackground(tree({}))).toEqual([expect.stringContaining('is missing')])
  })
})
