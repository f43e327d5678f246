import { parseArgs } from 'node:util'
import { BROWSERS, type BrowserName } from './ports.ts'

export const USAGE = `npm run lab -- run [FILE...] [options]   run scenarios in the censored lab
npm run lab -- shell FILE                open that scenario's world and a shell in it

FILE is a scenario file, a folder of them, or the name of one of e2e/scenarios; none is all of those.
  --browser chromium|firefox|both   default chromium; may be given twice
  --json                            one JSON line a target on standard output
  --record                          keep observations of what went as expected in e2e/recordings
  --keep                            keep artifacts of what went well, too
  --artifacts FOLDER                default artifacts/
Exit code: 0 all as expected, 1 something was not, 2 a scenario file or an option is wrong.`

export interface LabArguments {
  command: 'run' | 'shell' | 'help'
  files: string[]
  browsers: BrowserName[]
  json: boolean
  record: boolean
  keep: boolean
  artifacts: string | null
}

/** The command line is wrong; the message says how. */
export class BadArguments extends Error {}

export function parseArguments(argv: readonly string[]): LabArguments {
  const { values, positionals } = read(argv)
  const [command = 'help', ...files] = positionals
  const asked = [...new Set((values.browser ?? ['chromium']).flatMap(browsers))]
  const parsed = {
    files,
    browsers: asked,
    json: values.json ?? false,
    record: values.record ?? false,
    keep: values.keep ?? false,
    artifacts: values.artifacts ?? null,
  }
  if (values.help || command === 'help') return { command: 'help', ...parsed }
  if (command !== 'run' && command !== 'shell')
    throw new BadArguments(`"${command}" is neither run nor shell`)
  if (command === 'shell' && files.length !== 1) throw new BadArguments('shell wants exactly one scenario')
  return { command, ...parsed }
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        browser: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        record: { type: 'boolean' },
        keep: { type: 'boolean' },
        artifacts: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new BadArguments(error instanceof Error ? error.message : String(error))
  }
}

function browsers(word: string): BrowserName[] {
  if (word === 'both') return [...BROWSERS]
  const known = BROWSERS.find((name) => name === word)
  if (!known) throw new BadArguments(`--browser ${word}: it is chromium, firefox or both`)
  return [known]
}
