import { parseArgs } from 'node:util'
import { parseTargetUrl } from '../core/net/url.ts'
import { FORMATS, type Format } from '../src/export/formats.ts'
import { exportProfile } from './export-profile.ts'
import { fromWhereAsked } from './from-where-asked.ts'
import { verifyExport } from './verify-export.ts'

const USAGE = `npm run export -- --profile FOLDER [--format ${FORMATS.join('|')}] [--out FOLDER]
                  [--since TIME] [--until TIME] [--site URL]...
FOLDER is what "npm start -- --profile FOLDER" keeps. TIME: 2022-01-05 (the whole day, UTC) or 2022-01-05T10:00:00Z.`

class UsageError extends Error {}

function formatOf(word: string): Format {
  const format = FORMATS.find((known) => known === word)
  if (!format) throw new UsageError(`--format ${word}: there are ${FORMATS.join(', ')}`)
  return format
}

const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/

/** Without a zone a time would be this computer's, and another one's elsewhere. */
function timeOf(option: string, word: string | undefined): string {
  if (word === undefined) return ''
  if (TIME.test(word) && !Number.isNaN(Date.parse(word))) return word
  throw new UsageError(`--${option} ${word}: neither a day nor a time with its zone`)
}

function siteOf(entry: string): string {
  const parsed = parseTargetUrl(entry)
  if (!parsed.ok) throw new UsageError(`${entry}: not a site that can be tested (${parsed.error})`)
  return parsed.url
}

/** A history from a profile that is kept, by the extension's own code, with its manifest, and checked. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      profile: { type: 'string' },
      format: { type: 'string', default: 'csv' },
      out: { type: 'string', default: '.' },
      since: { type: 'string' },
      until: { type: 'string' },
      site: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return 0
  }
  if (values.profile === undefined) throw new UsageError('Say which profile: --profile FOLDER')
  const format = formatOf(values.format)
  const sites = [...values.site, ...positionals].map(siteOf)
  const since = timeOf('since', values.since)
  const until = timeOf('until', values.until)
  if (format === 'backup' && (since || until || sites.length > 0)) {
    throw new UsageError('A backup is always of everything')
  }
  const wanted = { format, since, until, sites }
  const { file, manifest, unread } = await exportProfile(
    fromWhereAsked(values.profile),
    wanted,
    fromWhereAsked(values.out),
  )
  const { good, faults } = await verifyExport(manifest)
  for (const fault of faults) process.stderr.write(`${fault}\n`)
  if (faults.length > 0) return 1
  process.stderr.write(`${good.join('\n')}\n`)
  if (unread > 0)
    process.stderr.write(`${unread} rows cannot be read by this version; they stay where they are.\n`)
  process.stderr.write(`To check it later: npm run verify -- ${manifest}\n`)
  process.stdout.write(`${file}\n`)
  return 0
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: Error) => {
    const usage =
      error instanceof UsageError || ('code' in error && String(error.code).startsWith('ERR_PARSE'))
    process.stderr.write(`${error.message}\n${usage ? `\n${USAGE}\n` : ''}`)
    process.exitCode = usage ? 2 : 1
  },
)
