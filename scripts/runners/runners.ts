import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { countLineOutcome } from './count-line.ts'
import { flowsWithSecondTry, type VitestRun } from './flows-again.ts'
import { lockfileComplaints } from './lockfile.ts'
import { type Outcome, single } from './outcome.ts'
import { runNode, tail } from './process.ts'
import { labWithSecondTry } from './second-try.ts'
import { vitestOutcome } from './vitest-report.ts'
import { webExtOutcome } from './web-ext-report.ts'

export interface Runner {
  name: string
  /** Runners of one stage run side by side, stages one after another. */
  stage: string
  run(): Promise<Outcome>
}

/** Everything `npm test` checks, cheapest first, so that a slip is told in seconds. */
export function allRunners(root: string): Runner[] {
  const bin = (path: string) => join(root, 'node_modules', path)
  const tsx = (...script: string[]) => runNode(['--import', 'tsx', ...script], root)

  const tool = (name: string, ...script: string[]): Runner => ({
    name,
    stage: name,
    run: async () => {
      const done = await runNode(script, root)
      return single(name, done.code === 0, tail(done))
    },
  })

  const plainVitest = (config: string) => [bin('vitest/vitest.mjs'), 'run', '--config', config]

  /** `program`: what starts vitest with these arguments. */
  const runVitest = async (program: string[]): Promise<VitestRun> => {
    const folder = mkdtempSync(join(tmpdir(), 'fenceline-'))
    const report = join(folder, 'report.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    try {
      const done = await runNode([...program, ...reporters], root)
      return { json: readOrNull(report), code: done.code, said: tail(done) }
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  const vitest = (name: string, program: string[]): Runner => ({
    name,
    stage: name,
    run: async () => {
      const { json, code, said } = await runVitest(program)
      return vitestOutcome(name, json, code, said)
    },
  })

  const lab = (browser: 'chromium' | 'firefox'): Runner => ({
    name: `lab ${browser}`,
    stage: 'lab',
    run: () =>
      labWithSecondTry(`lab ${browser}`, scenarioFiles(root), (files) =>
        tsx('e2e/run/cli.ts', 'run', ...files, '--browser', browser, '--json'),
      ),
  })

  return [
    {
      name: 'lockfile',
      stage: 'lockfile',
      run: async () => {
        const complaints = lockfileComplaints(root)
        return single('lockfile', complaints.length === 0, complaints.join('\n'))
      },
    },
    tool('types', bin('typescript/bin/tsc'), '-p', 'tsconfig.json', '--noEmit'),
    tool('lint', bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'),
    tool('unused', bin('knip/bin/knip.js'), '--no-progress'),
    tool('build', '--import', 'tsx', 'scripts/build.ts'),
    {
      name: 'web-ext',
      stage: 'web-ext',
      run: async () => {
        const lint = ['lint', '--source-dir', 'dist/firefox', '--output', 'json', '--no-config-discovery']
        const done = await runNode([bin('web-ext/bin/web-ext.js'), ...lint], root)
        return webExtOutcome(done.stdout, tail(done))
      },
    },
    vitest('unit', plainVitest('vitest.config.ts')),
    vitest('built', plainVitest('vitest.built.config.ts')),
    {
      name: 'selftest',
      stage: 'selftest',
      run: async () => {
        const done = await tsx('e2e/lab/selftest.ts')
        return countLineOutcome('selftest', done.code, done.stdout, tail(done))
      },
    },
    lab('chromium'),
    lab('firefox'),
    {
      name: 'flows',
      stage: 'flows',
      run: () =>
        flowsWithSecondTry('flows', (files) => runVitest(['--import', 'tsx', 'e2e/flows.ts', ...files])),
    },
  ]
}

/** Scenario file to the scenario's name. */
function scenarioFiles(root: string): Map<string, string> {
  const folder = 'e2e/scenarios'
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith('.json'))
  return new Map(
    files
      .filter((name) => !name.endsWith('.schema.json'))
      .sort()
      .map((name) => {
        const json: unknown = JSON.parse(readFileSync(join(root, folder, name), 'utf8'))
        return [`${folder}/${name}`, v.parse(v.looseObject({ name: v.string() }), json).name]
      }),
  )
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
