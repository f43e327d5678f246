import { parseArgs } from 'node:util'
import { ensureLabBuild } from '../scripts/lab-build.ts'
import { diceOf } from './faults/dice.ts'
import { soak } from './faults/soak.ts'
import { enterLab, insideLab } from './lab/enter.ts'

const USAGE = 'npm run soak -- [--minutes N] [--seed N]'

/**
 * Chance faults for as long as is asked: says what was lost and doubled, and ends with 1 if anything was. The seed it
 * prints gives the same faults again, as far as the machine's own timing lets it.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } },
  })
  const minutes = Number(values.minutes)
  if (!(minutes > 0)) throw new Error(`--minutes wants a number above 0; ${USAGE}`)
  if (!insideLab()) ensureLabBuild()
  await enterLab()
  const dice = diceOf(values.seed)
  const say = (line: string) => process.stderr.write(`${line}\n`)
  say(`seed ${dice.seed}`)
  const until = performance.now() + minutes * 60_000
  const rounds = await soak(dice, () => performance.now() > until, say)
  const sum = (of: (round: (typeof rounds)[number]) => number) =>
    rounds.reduce((all, one) => all + of(one), 0)
  const lost = sum((round) => round.lost.length)
  const doubled = sum((round) => round.doubled.length)
  process.stdout.write(`${sum(({ faults }) => faults)} faults, ${lost} lost, ${doubled} doubled\n`)
  return lost + doubled > 0 ? 1 : 0
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
