import { enterLab } from '../lab/enter.ts'
import { closeLab } from '../lab/world.ts'
import { batches } from './batch.ts'
import { openWorld } from './lab-world.ts'
import { loadScenarios } from './load.ts'
const scenarios = await loadScenarios(process.argv.slice(2), process.cwd())
await enterLab()
for (const batch of batches(scenarios)) {
  const t = performance.now()
  const world = await openWorld(batch)
  const t1 = performance.now()
  const flaws = await world.prove()
  console.log(batch.length, batch.slice(0, 3).map((s) => s.name).join(' '), 'open', Math.round(t1 - t), 'prove', Math.round(performance.now() - t1), 'flaws', flaws.length)
  for (const f of flaws) console.log('   ', f.scenario, f.text)
  await world.close()
}
await closeLab()
process.exit(0)
