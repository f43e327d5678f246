import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { NODE } from './enter.ts'

const MARK = 'FENCELINE_LAB_MARK'

/** Opens a lab in a process of its own, kills that outright, and answers how many of its processes outlive it. */
export async function survivorsOfKill(signal: NodeJS.Signals): Promise<number> {
  const mark = `${MARK}=${process.pid}-${signal}`
  const script = fileURLToPath(new URL('./selftest-idle.ts', import.meta.url))
  const [command = '', ...args] = [...NODE, script]
  const [name = '', value = ''] = mark.split('=')
  const child = spawn(command, args, {
    env: { ...process.env, [name]: value },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (said: Buffer) => {
      if (said.includes('open')) resolve()
    })
    child.on('exit', (code) => reject(new Error(`the lab ended by itself (${code})`)))
  })
  if (marked(mark) < 4) throw new Error('the lab has fewer processes than it should: the mark is not seen')
  child.kill(signal)
  const until = performance.now() + 5000
  while (marked(mark) > 0 && performance.now() < until) await new Promise((resolve) => setImmediate(resolve))
  child.kill('SIGKILL')
  return marked(mark)
}

/** Processes of this machine that carry the mark in their environment. */
function marked(mark: string): number {
  return readdirSync('/proc').filter((entry) => {
    if (!/^\d+$/.test(entry)) return false
    try {
      return readFileSync(`/proc/${entry}/environ`, 'latin1').split('\0').includes(mark)
    } catch {
      return false
    }
  }).length
}
