import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { compareScenario } from './compare.ts'
import { scenario, swept } from './fake-ports.ts'
import { dropStale, recordFrom, recordingsOf } from './record.ts'

const observation = {
  v: 2,
  kind: 'skipped',
  at: 1,
  ms: 0,
  requests: 0,
  bytes: 0,
  reason: 'permission',
} as const
const results = (name: string, status: string) =>
  compareScenario(
    scenario(name, { expect: { targets: { [`https://${name}.example/`]: { status } } } }),
    'firefox',
    [{ network: 'home', targets: [swept(`https://${name}.example/`, { observations: [observation] })] }],
    null,
  )

it('records what went as expected, in one compact line, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'record-test-'))
  try {
    const files = await recordFrom([...results('good', 'reachable'), ...results('bad', 'down')], folder)
    expect(files).toEqual([join(folder, 'good-firefox.json')])
    const text = await readFile(join(folder, 'good-firefox.json'), 'utf8')
    expect(text.trimEnd()).not.toContain('\n')
    expect(JSON.parse(text)).toEqual({
      scenario: 'good',
      browser: 'firefox',
      targets: [
        { url: 'https://good.example/', expected: { status: 'reachable' }, observations: [observation] },
      ],
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

it('refuses observations that could not be read again', () => {
  const [result] = results('good', 'reachable')
  if (!result) throw new Error('no result')
  const broken = { ...result, observations: [[{ ...observation, v: 0 } as never]] }
  expect(() => recordingsOf([broken])).toThrow()
})

it('removes the recordings of scenarios that are gone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'record-test-'))
  try {
    await recordFrom([...results('kept', 'reachable'), ...results('gone', 'reachable')], folder)
    await writeFile(join(folder, 'README.md'), 'not a recording')
    expect(await dropStale(['kept'], folder)).toEqual(['gone-firefox.json'])
    expect((await readdir(folder)).sort()).toEqual(['README.md', 'kept-firefox.json'])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
