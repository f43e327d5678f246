/**
 * What each command starts, and what must be on the machine first.
 * @typedef {'chromium' | 'firefox' | 'lab' | 'fonts'} Need
 */
export const COMMANDS = {
  // Whoever only wants to look does not wait for the collector's database engine.
  start: { entry: 'scripts/start.ts', workspaces: false },
  test: { entry: 'scripts/test.ts', workspaces: true },
  build: { entry: 'scripts/build.ts', workspaces: true },
  lab: { entry: 'e2e/run/cli.ts', workspaces: true },
  bench: { entry: 'bench/run.ts', workspaces: true },
  soak: { entry: 'e2e/soak.ts', workspaces: true },
  collector: { entry: 'collector/src/main.ts', workspaces: true },
  export: { entry: 'scripts/export.ts', workspaces: false },
  // Checks files with what Node has: nobody needs the collector's engine for it.
  verify: { entry: 'scripts/verify.ts', workspaces: false },
  screenshots: { entry: 'scripts/screenshots.ts', workspaces: true },
}

/** Parts of `npm test` that open no browser; see scripts/test.ts for FENCELINE_TEST_ONLY. */
const WITHOUT_BROWSER = new Set(['lockfile', 'types', 'lint', 'unused', 'build', 'web-ext', 'unit', 'built'])

/** @returns {Need[]} */
export function needsOf(name, args, env) {
  switch (name) {
    case 'start':
      return args.includes('--lab') ? ['chromium', 'lab'] : ['chromium']
    case 'lab':
      return [...browsersAsked(args), 'lab']
    case 'bench': {
      const names = args.filter((arg) => !arg.startsWith('-'))
      const both = names.length === 0 || names.includes('verdicts')
      return both ? ['chromium', 'firefox', 'lab'] : ['chromium', 'lab']
    }
    case 'export':
      return ['chromium']
    case 'soak':
      return ['chromium', 'lab']
    case 'screenshots':
      return ['chromium', 'fonts']
    case 'test': {
      const only = (env.FENCELINE_TEST_ONLY ?? '').split(',').filter(Boolean)
      if (only.length && only.every((part) => WITHOUT_BROWSER.has(part))) return []
      return ['chromium', 'firefox', 'lab', 'fonts']
    }
    default:
      return []
  }
}

/** As e2e/run/arguments.ts reads them: `--browser chromium | firefox | both`, more than once; Chromium by default. */
function browsersAsked(args) {
  const asked = args.flatMap((arg, at) => {
    if (arg === '--browser') return args[at + 1] ?? []
    return arg.startsWith('--browser=') ? arg.slice('--browser='.length) : []
  })
  const found = ['chromium', 'firefox'].filter((name) => asked.includes(name) || asked.includes('both'))
  return found.length ? found : ['chromium']
}
