import { parseScenario } from '../e2e/lab/scenario.ts'
import type { Result } from '../e2e/run/result.ts'
import { FIRST_OF_SITES } from './ooni-parties.ts'
import type { ProbeRun } from './ooni-probe.ts'
import { gotOf } from './ooni-score.ts'

/** One site that everybody reaches: a probe that cannot say so has nothing to say of the rest. */
export const TRIAL = parseScenario(
  {
    name: 'trial-of-the-probe',
    sites: [{ host: 'trial.example', ips: ['93.184.218.250'] }],
    watch: ['https://trial.example/'],
    expect: { targets: { 'https://trial.example/': { status: 'reachable' } } },
  },
  'trial-of-the-probe',
)

/** What keeps a probe from being compared; null: nothing does. */
export function troubleIn(result: Result | undefined, run: ProbeRun | undefined): string | null {
  const got = result && gotOf(result.line)
  if (!result || !got || !run) return `could not be tried: ${result?.problems[0] ?? 'there is no result'}`
  if (run.measurement === null) return `measures nothing in the lab. Its last words:\n${run.lastWords}`
  if (got.status !== 'reachable') {
    return `says ${result.line.rules[0]} of a site that everybody reaches: does it trust OONI_EXTRA_CA?`
  }
  return null
}

/** Whether its answers carry the numbers that the lab gave it. */
export function knowsTheLab({ measurement }: ProbeRun): boolean {
  const answers = (measurement?.test_keys.queries ?? []).flatMap(({ answers }) => answers ?? [])
  return answers.some(({ asn }) => asn !== undefined && asn >= FIRST_OF_SITES)
}
