import { parseArgs } from 'node:util'

export const USAGE = `Usage: npm run collector -- [options]
       npm run collector -- keygen [--key FILE]

Runs the control helper: it looks at URLs from outside, for people whose own network may be lying to them.

  --port N       port to listen on (8787)
  --host H       address to listen on (127.0.0.1: put a web server with TLS in front of it)
  --own ADDRESS  another address or network of yours that must never be looked at (may be repeated);
                 name your public address here if the machine does not know it itself
  --list FILE    publish a signed snapshot of these URLs every 15 minutes: one URL a line,
                 or a CSV whose first column is "url"
  --key FILE     the snapshot's private key (DATA/snapshot-key.pem)
  --data DIR     where the last snapshot is kept (./data)
  --help         this text

keygen makes the key pair. It writes the private key to --key FILE, or prints it when there is no FILE.`

export interface ServeCommand {
  command: 'serve'
  port: number
  host: string
  own: string[]
  list: string | null
  key: string | null
  data: string
}

export type Command = ServeCommand | { command: 'keygen'; key: string | null } | { command: 'help' }

/** Throws with words for whoever typed it. */
export function readCommand(args: string[]): Command {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '8787' },
      host: { type: 'string', default: '127.0.0.1' },
      own: { type: 'string', multiple: true, default: [] },
      list: { type: 'string' },
      key: { type: 'string' },
      data: { type: 'string', default: 'data' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return { command: 'help' }
  const [first, ...rest] = positionals
  const odd = first === 'keygen' ? rest[0] : first
  if (odd !== undefined) throw new Error(`unknown argument: ${odd}`)
  const key = values.key ?? null
  if (first === 'keygen') return { command: 'keygen', key }
  const port = Number(values.port)
  if (!/^\d+$/.test(values.port) || port > 65_535) throw new Error(`--port is not a port: ${values.port}`)
  if (key !== null && values.list === undefined) throw new Error('--key is of use only with --list')
  const { host, own, data } = values
  return { command: 'serve', port, host, own, list: values.list ?? null, key, data }
}
