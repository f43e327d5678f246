import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakePorts, type Script, scenario, swept } from './fake-ports.ts'
import { type RunOptions, runScenarios } from './run.ts'
import { verdict } from './verdict-fixture.ts'

let artifactsDir = ''
beforeEach(async () => {
  artifactsDir = await mkdtemp(join(tmpdir(), 'run-test-'))
})
afterEach(() => rm(artifactsDir, { recursive: true, force: true }))

async function run(
  scenarios: ReturnType<typeof scenario>[],
  script: Script,
  options: Partial<RunOptions> = {},
) {
  const ports = fakePorts(script)
  const lines: string[] = []
  const results = await runScenarios(
    scenarios,
    { browser: 'chromium', artifactsDir, onLine: (line) => lines.push(line.url), ...options },
    ports,
  )
  return { results, lines, calls: ports.calls }
}

describe('runScenarios', () => {
  it('opens one world and one browser a batch, and closes both', async () => {
    const { results, lines, calls } = await run([scenario('a'), scenario('b')], {})
    expect(results.every(({ line }) => line.ok)).toBe(true)
    expect(lines).toEqual(['https://a.example/', 'https://b.example/'])
    expect(calls).toEqual([
      'open a b',
      'launch chromium KZ',
      'sweep 1',
      'network home',
      'close browser',
      'close world',
    ])
    expect(existsSync(join(artifactsDir, 'a-chromium'))).toBe(false)
  })

  it('leaves evidence of a mismatch, and only of that one', async () => {
    const { results } = await run([scenario('a'), scenario('b')], {
      sweep: (urls) =>
        urls.map((url) => swept(url, url.includes('//b.') ? { verdict: verdict({ status: 'down' }) } : {})),
    })
    expect(results.map(({ line }) => line.ok)).toEqual([true, false])
    expect(existsSync(join(artifactsDir, 'a-chromium'))).toBe(false)
    const folder = join(artifactsDir, 'b-chromium')
    expect(await readFile(join(folder, 'world.log'), 'utf8')).toBe('the log')
    expect(JSON.parse(await readFile(join(folder, 'result.json'), 'utf8'))).toMatchObject([
      { ok: false, problems: ['status is down, expected reachable'] },
    ])
    expect(existsSync(join(folder, 'observations.json'))).toBe(true)
  })

  it('keeps evidence of all when asked', async () => {
    await run([scenario('a')], {}, { keep: true })
    expect(existsSync(join(artifactsDir, 'a-chromium', 'result.json'))).toBe(true)
  })

  it('calls a world that fails its proof lab-broken, never a mismatch, and goes on with the others', async () => {
    const { results } = await run([scenario('a'), scenario('b')], {
      flaws: () => [{ scenario: 'a', text: 'a.example answers 404, not 200' }],
    })
    expect(results.map(({ line }) => [line.scenario, line.ok])).toEqual([
      ['a', false],
      ['b', true],
    ])
    expect(results[0]?.line.got).toEqual({ error: 'lab-broken', text: 'a.example answers 404, not 200' })
  })

  it('finds the scenario that breaks the world they share', async () => {
    const { results } = await run([scenario('a'), scenario('b'), scenario('c')], {
      open: (batch) => {
        if (batch.some(({ name }) => name === 'b')) throw new Error('no room for b')
      },
    })
    expect(results.map(({ line }) => [line.scenario, line.ok])).toEqual([
      ['a', true],
      ['b', false],
      ['c', true],
    ])
  })

  it('gives up taking worlds apart when none works', async () => {
    const many = Array.from({ length: 64 }, (_, index) => scenario(`s${index}`))
    const { results, calls } = await run(many, {
      open: () => {
        throw new Error('no namespaces here')
      },
    })
    expect(results).toHaveLength(64)
    expect(calls.length).toBeLessThan(20)
  })

  it('reports a browser that crashed as such', async () => {
    const { results, calls } = await run([scenario('a'), scenario('b', { sweeps: 2 })], {
      sweep: (urls) => {
        if (urls.some((url) => url.includes('//a.'))) throw new Error('Target crashed')
        return urls.map((url) => swept(url))
      },
    })
    expect(results.map(({ line }) => line.ok)).toEqual([false, true])
    expect(results[0]?.line.got).toEqual({ error: 'browser-crashed', text: 'Target crashed' })
    expect(calls.filter((call) => call.startsWith('close'))).toHaveLength(4)
  })

  it('does not wait for ever', async () => {
    let aborted = false
    const { results } = await run(
      [scenario('a')],
      {
        sweep: (_urls, { signal }) =>
          new Promise(() => {
            signal.onabort = () => {
              aborted = true
            }
          }),
      },
      { waits: { sweep: 5, sweepPerTarget: 0 } },
    )
    expect(results[0]?.line.got).toMatchObject({ error: 'browser-crashed' })
    expect(aborted).toBe(true)
  })

  it('blames the lab when the world breaks between sweeps', async () => {
    const { results } = await run([scenario('a')], {
      setSweep: () => {
        throw new Error('nft said no')
      },
    })
    expect(results[0]?.line.got).toEqual({ error: 'lab-broken', text: 'before sweep 1: nft said no' })
  })

  it('walks the steps: network, sweep number, link down and up again', async () => {
    const steps = scenario('a', {
      networks: [{ id: 'home' }, { id: 'phone' }],
      steps: [{}, { network: 'phone', offlineSec: 600 }],
    })
    const { calls } = await run([steps], {})
    expect(calls.slice(2, -2)).toEqual([
      'sweep 1',
      'network home',
      'sweep 2',
      'network phone',
      'offline',
      'back',
    ])
  })

  it('counts the last sweep', async () => {
    const { results } = await run([scenario('a', { sweeps: 2 })], {
      sweep: (urls, _options, sweep) =>
        urls.map((url) => swept(url, sweep === 1 ? { verdict: verdict({ status: 'down' }) } : {})),
    })
    expect(results[0]?.line.ok).toBe(true)
  })
})
