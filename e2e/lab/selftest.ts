import { enterLab, findObstacle, insideLab } from './enter.ts'
import { survivorsOfKill } from './selftest-cleanup.ts'
import { conditionFacts } from './selftest-conditions.ts'
import { ruleFacts, sitInRules } from './selftest-rules.ts'
import { closeLab } from './world.ts'

/** The lab checks every rule of its tables with plain clients: `npx tsx e2e/lab/selftest.ts`. */
let passed = 0
let failed = 0

async function check(fact: string, look: () => Promise<void>): Promise<void> {
  try {
    await look()
    passed++
    process.stdout.write(`ok    ${fact}\n`)
  } catch (error) {
    failed++
    process.stdout.write(`FAIL  ${fact}: ${error instanceof Error ? error.message : error}\n`)
  }
}

// Seen from outside, so before entering; the count is carried in by the environment.
if (!insideLab() && findObstacle() === null) {
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT'] as const) {
    await check(`after ${signal} nothing of the lab is left`, async () => {
      const left = await survivorsOfKill(signal)
      if (left > 0) throw new Error(`${left} processes are left`)
    })
  }
  process.env.LAB_SELFTEST_BEFORE = `${passed} ${failed}`
}
await enterLab()
;[passed = 0, failed = 0] = (process.env.LAB_SELFTEST_BEFORE ?? '0 0').split(' ').map(Number)
const seat = await sitInRules()
await Promise.all(Object.entries(ruleFacts).map(([fact, look]) => check(fact, () => look(seat))))
await check('the proof finds this world as it should be', async () => {
  const bad = (await seat.world.prove()).filter(({ ok }) => !ok)
  if (bad.length > 0) throw new Error(bad.map(({ what, seen }) => `${what}: ${seen}`).join('; '))
})
for (const [fact, look] of Object.entries(conditionFacts)) await check(fact, look)
await closeLab()
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exit(failed === 0 ? 0 : 1)
