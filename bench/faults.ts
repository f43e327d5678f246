import { diceOf } from '../e2e/faults/dice.ts'
import { soak } from '../e2e/faults/soak.ts'
import { enterLab, insideLab } from '../e2e/lab/enter.ts'
import { ensureLabBuild } from '../scripts/lab-build.ts'
import type { Figure } from './figure.ts'

const FAULTS = 300
const FAULTS_QUICK = 30

/**
 * Looks lost and doubled over chance faults in a real Chromium, from stopped workers to a full disk; n is the number of
 * faults, spread the fewest and most of one round.
 */
export async function benchFaults({ quick }: { quick: boolean }): Promise<Figure[]> {
  if (!insideLab()) ensureLabBuild()
  await enterLab()
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const dice = diceOf(process.env.FENCELINE_SEED)
  say(`faults: seed ${dice.seed}`)
  const wanted = quick ? FAULTS_QUICK : FAULTS
  const rounds = await soak(dice, ({ faults }) => faults >= wanted, say)
  const n = rounds.reduce((sum, { faults }) => sum + faults, 0)
  return (['lost', 'doubled'] as const).map((what) => {
    const counts = rounds.map((round) => round[what].length)
    return {
      name: `faults.${what}`,
      unit: 'count',
      value: counts.reduce((sum, count) => sum + count, 0),
      n,
      spread: [Math.min(...counts), Math.max(...counts)],
    }
  })
}
