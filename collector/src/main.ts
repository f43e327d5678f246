import { readCommand, USAGE } from './command-line.ts'
import { keygen } from './keygen.ts'
import { serve } from './serve.ts'

const say = (line: string) => void process.stderr.write(`${line}\n`)

try {
  const command = readCommand(process.argv.slice(2))
  if (command.command === 'help') process.stdout.write(`${USAGE}\n`)
  else if (command.command === 'keygen') process.stdout.write(`${await keygen(command.key)}\n`)
  else {
    const app = await serve(command, say)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void app.close().then(() => process.exit(0)))
    }
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  if (error instanceof TypeError && 'code' in error) say('Try --help.')
  process.exitCode = 1
}
