import { parseArgs } from 'node:util'
import { benchFaults } from './faults.ts'
import type { Figure } from './figure.ts'
import { benchHistory } from './history.ts'
import { benchIdle } from './idle.ts'
import { benchSweep } from './sweep.ts'
import { benchVerdicts } from './verdicts.ts'

/** Each bench answers its figures; chatter goes to standard error. */
const BENCHES: Record<string, (options: { quick: boolean }) => Promise<Figure[]>> = {
  sweep: benchSweep,
  verdicts: benchVerdicts,
  history: benchHistory,
  idle: benchIdle,
  faults: benchFaults,
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false } },
  })
  const names = positionals.length > 0 ? positionals : Object.keys(BENCHES)
  for (const name of names) {
    const bench = BENCHES[name]
    if (!bench) {
      process.stderr.write(`There is no bench "${name}"; there are: ${Object.keys(BENCHES).join(', ')}\n`)
      return 2
    }
    for (const figure of await bench(values)) process.stdout.write(`${JSON.stringify(figure)}\n`)
  }
  return 0
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
