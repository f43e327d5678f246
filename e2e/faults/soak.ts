import { closeLab, openWorld, type World } from '../lab/world.ts'
import type { Dice } from './dice.ts'
import { FAULT_NAMES, type FaultName, sweepUnder } from './faults.ts'
import { Stage } from './stage.ts'
import { faultWorld } from './world.ts'

export interface Soaked {
  /** Faults injected. */
  faults: number
  /** A line each, over all rounds. */
  lost: string[]
  doubled: string[]
}

const SWEEPS_A_ROUND = 4
const MOST_A_SWEEP = 5

/**
 * Round after round of sweeps under chance faults, each round in a browser of its own, until `enough` says so. In the
 * lab already. A sweep that never ends, or a message that is never answered, throws.
 */
export async function soak(
  dice: Dice,
  enough: (soFar: Soaked) => boolean,
  say: (line: string) => void,
): Promise<Soaked[]> {
  const world = await openWorld([faultWorld()])
  const rounds: Soaked[] = []
  const all: Soaked = { faults: 0, lost: [], doubled: [] }
  try {
    do {
      const round = await oneRound(world, dice, say)
      rounds.push(round)
      all.faults += round.faults
      all.lost.push(...round.lost)
      all.doubled.push(...round.doubled)
      say(
        `round ${rounds.length}: ${round.faults} faults, ${round.lost.length} lost, ${round.doubled.length} doubled`,
      )
      for (const line of [...round.lost, ...round.doubled].slice(0, 20)) say(`  ${line}`)
    } while (!enough(all))
  } finally {
    await world.close()
    await closeLab()
  }
  return rounds
}

async function oneRound(world: World, dice: Dice, say: (line: string) => void): Promise<Soaked> {
  const stage = await Stage.open(world, dice)
  try {
    let faults = 0
    for (let sweep = 0; sweep < SWEEPS_A_ROUND; sweep++) {
      const names = Array.from({ length: dice.between(1, MOST_A_SWEEP) }, () => anyFault(dice))
      say(names.join(', '))
      faults += await sweepUnder(stage, names)
    }
    return { faults, ...(await stage.audit()) }
  } finally {
    await stage.close()
  }
}

const anyFault = (dice: Dice): FaultName => {
  const [first, ...others] = FAULT_NAMES
  if (!first) throw new Error('There are no faults to choose from')
  return dice.one([first, ...others])
}
