import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { ServeCommand } from './command-line.ts'
import { WEB_PORTS } from './control/askable-url.ts'
import { interfaceAddresses, ownAddresses } from './control/own-addresses.ts'
import { type ControlOptions, controlMeasure, controlServer } from './control/server.ts'
import { readPublicList } from './snapshot/public-list.ts'
import { SnapshotPublisher } from './snapshot/publisher.ts'
import { fileShelf } from './snapshot/shelf.ts'
import { publicKeyOf, readKey } from './snapshot/signing.ts'

/** Runs what the command line asks for; `say` gets every line for the operator. Throws with words for them. */
export async function serve(command: ServeCommand, say: (line: string) => void): Promise<FastifyInstance> {
  const named = ownAddresses(command.own)
  const options: ControlOptions = {
    isOwn: (address) => named(address) || interfaceAddresses(address),
    log: say,
  }
  const publisher = command.list === null ? null : await publisherFor(command, command.list, options, say)
  const app = await controlServer(publisher ? { ...options, snapshot: () => publisher.current() } : options)
  try {
    await app.listen({ port: command.port, host: command.host })
  } catch (error) {
    throw new Error(listenComplaint(error, command))
  }
  app.server.once('close', () => publisher?.stop())
  await publisher?.start()
  const address = app.server.address()
  const port = typeof address === 'object' && address ? address.port : command.port
  say(`Control helper on http://${command.host.includes(':') ? `[${command.host}]` : command.host}:${port}/`)
  return app
}

async function publisherFor(
  { key, data }: ServeCommand,
  list: string,
  options: ControlOptions,
  say: (line: string) => void,
): Promise<SnapshotPublisher> {
  const { urls, skipped } = await wordsFor(`the list ${list}`, async () =>
    readPublicList(await readFile(list, 'utf8'), WEB_PORTS),
  )
  const keyFile = key ?? join(data, 'snapshot-key.pem')
  const privateKey = await wordsFor(
    `the key ${keyFile}`,
    async () => readKey(await readFile(keyFile, 'utf8')),
    `Make one: npm run collector -- keygen --key ${keyFile}`,
  )
  const publicKey = publicKeyOf(privateKey)
  for (const line of skipped) say(`List, ${line}; skipped`)
  say(`Snapshot of ${urls.length} URLs, signed with ${publicKey}`)
  return new SnapshotPublisher({
    urls,
    key: privateKey,
    // No caches: an entry says when it was looked at.
    measure: controlMeasure({ ...options, limits: { answerTtlMs: 0, failureTtlMs: 0 } }),
    shelf: fileShelf(data, publicKey),
    log: say,
  })
}

async function wordsFor<T>(what: string, work: () => Promise<T>, ifMissing = ''): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const reason = missing ? 'it is not there' : error instanceof Error ? error.message : String(error)
    throw new Error([`Cannot use ${what}: ${reason}.`, missing ? ifMissing : ''].filter(Boolean).join('\n'))
  }
}

function listenComplaint(error: unknown, { host, port }: ServeCommand): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is in use. Choose another with --port.`
  if (code === 'EACCES') return `Not allowed to listen on port ${port}. Choose one above 1023 with --port.`
  if (code === 'EADDRNOTAVAIL') return `This machine has no address ${host}. Choose another with --host.`
  return `Cannot listen on ${host} port ${port}: ${error instanceof Error ? error.message : String(error)}`
}
