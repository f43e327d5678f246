import { parseArgs } from 'node:util'
import { fromWhereAsked } from './from-where-asked.ts'
import { verifyExport } from './verify-export.ts'

/**
 * `npm run verify -- FILE.manifest.json...`: whether exports are whole and unchanged. The files are looked for beside
 * their manifest. Exit 1 when anything is wrong.
 */
const { positionals } = parseArgs({ allowPositionals: true })
if (positionals.length === 0) {
  process.stderr.write('Say which manifest: npm run verify -- FILE.manifest.json\n')
  process.exit(2)
}
let isFine = true
for (const path of positionals) {
  const { good, faults } = await verifyExport(fromWhereAsked(path))
  for (const line of good) process.stdout.write(`ok     ${line}\n`)
  for (const line of faults) process.stdout.write(`WRONG  ${line}\n`)
  isFine &&= faults.length === 0
}
process.exit(isFine ? 0 : 1)
