import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCommand, type ServeCommand, USAGE } from './command-line.ts'
import { listening } from './control/internet.test-kit.ts'
import { keygen } from './keygen.ts'
import { serve } from './serve.ts'
import { publicKeyOf, readKey } from './snapshot/signing.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fenceline-collector-'))
})
afterAll(() => rm(folder, { recursive: true }))

const command = (...args: string[]): ServeCommand => {
  const read = readCommand(args)
  if (read.command !== 'serve') throw new Error(read.command)
  return read
}
const quiet = () => {}

describe('the command line', () => {
  it('has defaults that expose nothing', () => {
    expect(readCommand([])).toEqual({
      command: 'serve',
      port: 8787,
      host: '127.0.0.1',
      own: [],
      list: null,
      key: null,
      data: 'data',
    })
  })

  it.each([
    [['--port', 'x'], '--port'],
    [['--port', '70000'], '--port'],
    [['--prot', '1'], '--prot'],
    [['start'], 'unknown argument: start'],
    [['keygen', 'file'], 'unknown argument: file'],
    [['--key', 'k'], '--list'],
  ])('%j is refused with words', (args, words) => {
    expect(() => readCommand(args)).toThrow(words)
  })

  it('explains every option', () => {
    expect(readCommand(['-h'])).toEqual({ command: 'help' })
    for (const option of ['port', 'host', 'own', 'list', 'key', 'data', 'help'])
      expect(USAGE).toContain(`--${option}`)
  })
})

describe('keygen', () => {
  it('writes a file that only its owner reads, and overwrites none', async () => {
    const file = join(folder, 'key.pem')
    const told = await keygen(file)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const pem = await readFile(file, 'utf8')
    expect(told).toContain(publicKeyOf(readKey(pem)))
    expect(told).not.toContain('BEGIN')
    await expect(keygen(file)).rejects.toThrow('is there already')
    expect(await readFile(file, 'utf8')).toBe(pem)
  })

  it('prints both without a file', async () => {
    const told = await keygen(null)
    expect(told).toContain(publicKeyOf(readKey(told)))
  })
})

describe('serving', () => {
  it('answers on the port it says', async () => {
    const said: string[] = []
    const app = await serve(command('--port', '0'), (line) => said.push(line))
    const url = /http:\S+/.exec(said.join())?.[0] ?? ''
    expect((await fetch(url)).status).toBe(200)
    const refused = await fetch(url, { method: 'POST', body: JSON.stringify({ http_request: url }) })
    expect(refused.status).toBe(400)
    await app.close()
  })

  it('a port in use, a bad list, a missing or wrong key, a bad address: each in words', async () => {
    const other = createServer()
    const port = String(await listening(other))
    await expect(serve(command('--port', port), quiet)).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`)
    await new Promise((resolve) => other.close(resolve))

    const list = join(folder, 'list.txt')
    const missing = join(folder, 'nothing')
    await expect(serve(command('--list', missing), quiet)).rejects.toThrow('Cannot use the list')
    await writeFile(list, 'not a url')
    await expect(serve(command('--list', list), quiet)).rejects.toThrow('line 1 is not a URL')
    await writeFile(list, 'https://a.example/')
    await expect(serve(command('--list', list, '--data', folder), quiet)).rejects.toThrow(/keygen --key/)
    await expect(serve(command('--list', list, '--key', list), quiet)).rejects.toThrow('no private key')
    await expect(serve(command('--own', '10.0.0'), quiet)).rejects.toThrow(
      'not an address or network: 10.0.0',
    )
  })
})
