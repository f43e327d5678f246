import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Scenario } from '../e2e/lab/scenario.ts'
import type { Result } from '../e2e/run/result.ts'
import { runScenarios } from '../e2e/run/run.ts'
import { confusionTable } from './confusion.ts'
import { PROBE_LIMIT_MS, type ProbeRun } from './ooni-probe.ts'
import { type Peer, scoreOoni } from './ooni-score.ts'
import { ooniPorts } from './ooni-session.ts'
import { knowsTheLab, TRIAL, troubleIn } from './ooni-trial.ts'
import { whyNotForProbe } from './ooni-words.ts'

export const PEER = 'ooni-probe web_connectivity'

type Say = (text: string) => void

/** The scenarios as the probe at that path judges them in the same lab; null, and said why, where it does not work. */
export async function judgeWithOoni(
  path: string | undefined,
  scenarios: readonly Scenario[],
  say: Say,
): Promise<Peer | null> {
  if (!path) {
    say('No OONI probe beside it: FENCELINE_OONI_PROBE names none (bench/README.md).')
    return null
  }
  // npm changes into the project's folder; the path is meant from where the user stands.
  const probe = resolve(process.env.INIT_CWD ?? process.cwd(), path)
  if (!(await passesTrial(probe, say))) return null
  const leftOut = new Map(scenarios.flatMap((one) => pair(one.name, whyNotForProbe(one))))
  const fit = scenarios.filter(({ name }) => !leftOut.has(name))
  const peer = scoreOoni(scenarios, await run(probe, fit, say), leftOut)
  report(peer, say)
  return peer
}

const pair = (name: string, why: string | null): [string, string][] => (why === null ? [] : [[name, why]])

async function passesTrial(probe: string, say: Say): Promise<boolean> {
  const looks: ProbeRun[] = []
  const [result] = await run(probe, [TRIAL], say, (_, look) => looks.push(look))
  const trouble = troubleIn(result, looks[0])
  if (trouble !== null) say(`No OONI probe beside it: ${probe} ${trouble}`)
  else if (!looks.some(knowsTheLab)) {
    say(
      'This probe does not read OONI_EXTRA_ASN: what it says of DNS rests on its own idea of whose address is whose.',
    )
  }
  return trouble === null
}

function run(
  probe: string,
  scenarios: readonly Scenario[],
  say: Say,
  onRun: (url: string, look: ProbeRun) => unknown = () => {},
): Promise<Result[]> {
  return runScenarios(
    scenarios,
    {
      // It is neither: what the runner makes of its words by a browser's expectation is not read.
      browser: 'chromium',
      artifactsDir: join(tmpdir(), 'fenceline-bench-ooni'),
      onNote: say,
      onBatch: (batch, n, count) => say(`${PEER}: world ${n + 1} of ${count}, ${batch.length} scenarios`),
      // Several wait for their turn, and each may take its whole limit.
      waits: { sweep: 2 * PROBE_LIMIT_MS, sweepPerTarget: PROBE_LIMIT_MS / 4 },
    },
    ooniPorts(probe, onRun),
  )
}

function report({ judged, leftOut, falseBlocked, missed }: Peer, say: Say): void {
  say(`\n${PEER}\n${confusionTable(judged).join('\n')}`)
  for (const { scenario, url, expected, said } of judged.filter(({ ok }) => !ok)) {
    say(`PEER WRONG ${scenario} ${url}: expected ${expected}, said ${said}`)
  }
  for (const [name, why] of leftOut) say(`left out for the probe, on both sides of -shared: ${name}: ${why}`)
  const right = judged.filter(({ ok }) => ok).length
  say(
    `${PEER}: ${right} of ${judged.length} right, ${falseBlocked} falsely called blocked, ${missed} blocks missed; one look each`,
  )
}
