import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { build } from 'vite'
import { findChromium } from '../e2e/browsers/find.ts'
import { commandLine, processesOf } from '../e2e/browsers/process-tree.ts'
import type { HistoryBench } from './history-page.ts'

type Name = keyof HistoryBench
type Call = <N extends Name>(name: N, ...args: Parameters<HistoryBench[N]>) => ReturnType<HistoryBench[N]>

export interface BenchBrowser {
  /** Calls a function of the page. */
  call: Call
  /** Ends the browser and starts it again with the same profile: nothing is in its memory then. */
  restart(): Promise<void>
  /** The most that the page's process took while this ran, beyond what it had before, MB. */
  peakMegabytes(work: () => Promise<unknown>): Promise<number>
  close(): Promise<void>
}

/** A real Chromium with a profile on the disk, and the bench's page in it. */
export async function launchBench(): Promise<BenchBrowser> {
  const server = await serve(await bundle())
  const profile = await mkdtemp(join(tmpdir(), 'fenceline-history-'))
  let open = await openPage(profile, server.url)
  return {
    call: ((name: Name, ...args: unknown[]) =>
      open.page.evaluate(
        ([method, list]) => {
          const { historyBench } = globalThis as unknown as {
            historyBench: Record<string, (...args: unknown[]) => Promise<unknown>>
          }
          return historyBench[method]?.(...list)
        },
        [name, args] as const,
      )) as Call,
    async restart() {
      await open.context.close()
      open = await openPage(profile, server.url)
    },
    async peakMegabytes(work) {
      const pid = processesOf(profile)
        .filter(isRenderer)
        .sort((a, b) => memoryOf(b) - memoryOf(a))[0]
      if (pid === undefined) throw new Error('The page has no process of its own')
      const before = memoryOf(pid)
      let peak = before
      const watch = setInterval(() => {
        peak = Math.max(peak, memoryOf(pid))
      }, 50)
      await work().finally(() => clearInterval(watch))
      return (peak - before) / 1000
    },
    async close() {
      await open.context.close()
      await server.close()
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The code under test as the extension's own build would bundle it: scripts by their paths, workers among them. */
async function bundle(): Promise<Map<string, string>> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    define: { __BROWSER__: JSON.stringify('chromium') },
    build: {
      write: false,
      target: 'es2023',
      rolldownOptions: {
        input: fileURLToPath(new URL('history-page.ts', import.meta.url)),
        output: { codeSplitting: false, entryFileNames: 'page.js' },
      },
    },
  })
  const [output] = [built].flat()
  const files = output && 'output' in output ? output.output : []
  return new Map(
    files.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : String(file.source)]),
  )
}

async function serve(scripts: ReadonlyMap<string, string>): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    // Isolated, so that the page's clock is not blunted to 100 microseconds.
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
    const script = scripts.get(request.url ?? '')
    response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html')
    response.end(script ?? '<!doctype html><script type="module" src="/page.js"></script>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function openPage(profile: string, url: string) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: true,
    chromiumSandbox: process.getuid?.() !== 0,
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => process.stderr.write(`${error.stack}\n`))
  page.on('console', (message) => process.stderr.write(`${message.text()}\n`))
  await page.goto(url)
  await page.waitForFunction(() => 'historyBench' in globalThis)
  return { context, page }
}

const isRenderer = (pid: number): boolean => commandLine(pid).some((word) => word.includes('--type=renderer'))

/** Resident, kB. */
function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0)
}
