import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOSS } from '../browsers/audit.ts'
import { diceOf } from '../faults/dice.ts'
import { type FaultName, sweepUnder } from '../faults/faults.ts'
import { FIRST_ROWS, holdFirstSchema } from '../faults/first-schema.ts'
import { Stage } from '../faults/stage.ts'
import { faultWorld } from '../faults/world.ts'
import { openWorldOf, type SpecWorld } from './lab/open-world.ts'

const dice = diceOf(process.env.FENCELINE_SEED)
const WHOLE = { lost: [], doubled: [] }
/** Far longer than it takes; a slow machine must not fail a flow. */
const SOON = { timeout: 20_000 }
/** Generous: time must not be what fails it. */
const PATIENCE = { timeout: 400_000 }

/** By key. Verdicts are judged again by a newer engine; what was told of looks that are gone stays told. */
const KEPT_AS_THEY_WERE = {
  targets: 'id',
  networks: 'id',
  sweeps: 'id',
  measurements: 'id',
  ticks: 'at',
  events: 'id',
}

let lab: SpecWorld
let stage: Stage
beforeAll(async () => {
  console.info(`FENCELINE_SEED=${dice.seed} gives these faults again`)
  lab = await openWorldOf(faultWorld())
  stage = await Stage.open(lab.world, dice)
})
afterAll(async () => {
  await stage?.close()
  await lab?.close()
})

describe('nothing is lost and nothing is doubled', () => {
  it.each<[string, FaultName, number]>([
    ['the worker is stopped at 20 chance moments', 'worker-stopped', 20],
    ['the process of the worker dies', 'worker-crashed', 1],
    ['50 messages come at once', 'messages', 1],
    ['the laptop is asleep', 'suspended', 2],
    ['the cable is out for a moment', 'unplugged', 2],
    ['the network changes and changes back', 'network-switched', 2],
    ['the browser is killed', 'browser-killed', 2],
    ['the disk is full', 'disk-full', 2],
    ['the clock is set and put right', 'clock-jumped', 1],
  ])('when %s', PATIENCE, async (_when, fault, times) => {
    await sweepUnder(
      stage,
      Array.from({ length: times }, () => fault),
    )
    expect(await stage.audit(), LOSS).toEqual(WHOLE)
  })

  it('when two windows are open during an upgrade: they say so, and then show what was there', async () => {
    const old = await stage.newDesk()
    await stage.stopWorker()
    await holdFirstSchema(old)
    const windows = await Promise.all([openPopup(), openPopup()])
    await stage.wake()
    const waiting = stage.link.ask('history', { store: 'targets' })
    for (const window of windows) {
      await expect.poll(() => window.textContent('body'), SOON).toContain('The record is being updated')
    }
    await old.close()
    await waiting
    for (const window of windows) {
      await expect.poll(() => window.textContent('body'), SOON).toContain('example.org')
      await window.close()
    }
    for (const [store, key] of Object.entries(KEPT_AS_THEY_WERE)) {
      const keysOf = (rows: readonly unknown[]) => rows.map((row) => (row as Record<string, unknown>)[key])
      const there = await stage.link.ask<unknown[]>('history', { store })
      expect(keysOf(there), store).toEqual(expect.arrayContaining(keysOf(FIRST_ROWS[store] ?? [])))
    }
  })
})

async function openPopup() {
  const page = await stage.browser.context.newPage()
  await page.goto(`chrome-extension://${stage.browser.extensionId}/src/popup/popup.html`)
  return page
}
