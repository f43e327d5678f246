import { enterLab } from './enter.ts'
import { sitDown } from './selftest-world.ts'

/** A lab that is open until somebody ends it: what the clean-up test kills. */
await enterLab()
await sitDown({ sites: [{ host: 'open.example', ips: ['93.184.217.1'] }] })
process.stdout.write('open\n')
setInterval(() => {}, 60_000)
