import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sweep } from '../../src/history/records.ts'
import { audit, LOSS } from '../browsers/audit.ts'
import { type LaunchedFirefox, launchFirefox } from '../browsers/firefox.ts'
import { type Home, makeHome } from '../browsers/home.ts'
import { readKept } from '../browsers/kept.ts'
import { processesOf, stopAll } from '../browsers/process-tree.ts'
import { startSweep } from '../browsers/session.ts'
import { diceOf } from '../faults/dice.ts'
import { FAULT_URLS, faultWorld } from '../faults/world.ts'
import { openWorldOf, type SpecWorld } from './lab/open-world.ts'

const dice = diceOf(process.env.FENCELINE_SEED)
/** Far longer than it takes; a slow machine must not fail a flow. */
const SOON = { timeout: 30_000 }
const seen = { sweeps: new Set<string>(), measurements: new Set<string>() }

let lab: SpecWorld
let home: Home
let firefox: LaunchedFirefox
beforeAll(async () => {
  console.info(`FENCELINE_SEED=${dice.seed} gives these faults again`)
  lab = await openWorldOf(faultWorld())
  home = await makeHome('lab-firefox')
  firefox = await launchFirefox({ home })
  const settings = { country: 'KZ', secondOpinions: true }
  await home.link.ask('configure', { settings, urls: [...FAULT_URLS] })
})
afterAll(async () => {
  await firefox?.close()
  await home?.remove()
  await lab?.close()
})

const looks = async () => (await home.link.ask<{ measurements: number }>('counts', {})).measurements

const underWay = async () => {
  const sweeps = await home.link.ask<Sweep[]>('history', { store: 'sweeps' })
  return sweeps.filter(({ state, pace }) => state === 'running' && pace === 'now').length
}

/** Presses "Test now" and comes to a moment at which some of the sites have been looked at. */
async function inSweep(): Promise<void> {
  // One that is still under way would be gone on with, and end before that many more are looked at.
  await expect.poll(underWay, { timeout: 90_000 }).toBe(0)
  const before = await looks()
  seen.sweeps.add(await startSweep(home.link))
  await expect.poll(looks, { ...SOON, interval: 10 }).toBeGreaterThan(before + dice.between(0, 30))
  for (const { id } of (await readKept(home.link)).measurements) seen.measurements.add(id)
}

async function expectWhole(): Promise<void> {
  await expect.poll(underWay, { timeout: 90_000 }).toBe(0)
  expect(audit(await readKept(home.link), seen), LOSS).toEqual({ lost: [], doubled: [] })
}

/** Generous: time must not be what fails it. */
const PATIENCE = { timeout: 400_000 }

describe('nothing is lost and nothing is doubled in Firefox', PATIENCE, () => {
  it('when it is killed and started again', async () => {
    for (let time = 0; time < 2; time++) {
      await inSweep()
      await firefox.kill()
      firefox = await launchFirefox({ home })
      seen.sweeps.add(await startSweep(home.link))
    }
    await expectWhole()
  })

  it('when the laptop is asleep, and the cable out for a moment', async () => {
    await inSweep()
    const pids = processesOf(firefox.profile)
    stopAll(pids, 'SIGSTOP')
    await sleep(dice.between(200, 3_000))
    stopAll(pids, 'SIGCONT')
    await lab.world.offline(true)
    await sleep(dice.between(0, 1_000))
    await lab.world.offline(false)
    await expectWhole()
  })
})
