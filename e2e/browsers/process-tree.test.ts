import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { afterEach, expect, it } from 'vitest'
import { browserProcesses, killAll, processesOf, statOf, stopAll } from './process-tree.ts'

const children: ReturnType<typeof spawn>[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** `sleep` under a name that a browser could have. */
async function start(name: string): Promise<number> {
  const child = spawn('sleep', ['60'], { argv0: name })
  children.push(child)
  await once(child, 'spawn')
  return child.pid ?? 0
}
const state = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0]

it('finds the browsers below this process, and nothing else', async () => {
  const [chromium, firefox, other] = await Promise.all(
    ['/usr/lib/chromium/chromium', 'firefox-esr', 'node'].map(start),
  )
  const found = browserProcesses()
  expect(found).toEqual(expect.arrayContaining([chromium, firefox]))
  expect(found).not.toContain(other)
  expect(browserProcesses(other)).toEqual([])
})

it('stops them and lets them go on; one that is gone is no matter', async () => {
  const pid = await start('firefox-esr')
  stopAll([pid, 2 ** 22 - 3], 'SIGSTOP')
  await expect.poll(() => state(pid)).toBe('T')
  stopAll([pid], 'SIGCONT')
  await expect.poll(() => state(pid)).not.toBe('T')
})

it('kills the browser of one profile, children and all, and no other', async () => {
  const [mine, other] = await Promise.all(
    ['a/profile-a', 'a/profile-b'].map(async (profile) => {
      const child = spawn('sh', ['-c', 'sleep 60 & wait', `--user-data-dir=${profile}`])
      children.push(child)
      await once(child, 'spawn')
      return child.pid ?? 0
    }),
  )
  await expect.poll(() => processesOf('a/profile-a').length).toBe(2)
  const pids = processesOf('a/profile-a')
  expect(pids).toContain(mine)
  await killAll(pids)
  expect(processesOf('a/profile-a')).toEqual([])
  expect(statOf(other ?? 0)[0]).toBe('S')
  stopAll(processesOf('a/profile-b'), 'SIGKILL')
})
