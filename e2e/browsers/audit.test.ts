import { afterEach, beforeEach, expect, it } from 'vitest'
import type { History } from '../../src/history/open.ts'
import { recordMeasurement } from '../../src/history/record.ts'
import type { Measurement, Sweep } from '../../src/history/records.ts'
import { endSweep, saveSweep } from '../../src/history/sweeps.ts'
import { aLook, freshHistory, NOON_IN_ALMATY } from '../../src/history/test-database.ts'
import { audit } from './audit.ts'
import { type Kept, readKept } from './kept.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => history.close())

const HOUR_MS = 3_600_000
const urls = ['https://a.example/', 'https://b.example/']
const NOTHING = { sweeps: [], measurements: [] }
const WHOLE = { lost: [], doubled: [] }

async function sweepOnce(id: string, at: number, asked = urls): Promise<void> {
  const items = urls.map((url) => ({ targetId: url, url, dueAt: at, done: false }))
  const sweep: Sweep = {
    id,
    pace: 'now',
    networkId: 'unknown',
    startedAt: at,
    endedAt: null,
    state: 'running',
    items,
    requests: 0,
    bytes: 0,
  }
  await history.withDb(async (db) => {
    await saveSweep(db, sweep)
    for (const url of asked) {
      await recordMeasurement(
        db,
        aLook({ id: `${at}-${id}${url}`, at, sweepId: id, targetId: url, url, requests: 2 }),
      )
    }
    await endSweep(db, id, asked === urls ? 'done' : 'stopped', at + 1_000)
  })
}

const kept = (): Promise<Kept> =>
  readKept({
    ask: (_: string, { store }: { store: never }) => history.withDb((db) => db.getAll(store)),
  } as never)

/** What the store really writes of two sweeps and one that was stopped half-way. */
async function threeSweeps(): Promise<Kept> {
  await sweepOnce('first', NOON_IN_ALMATY)
  await sweepOnce('second', NOON_IN_ALMATY + 30 * HOUR_MS)
  await sweepOnce('third', NOON_IN_ALMATY + 60 * HOUR_MS, urls.slice(0, 1))
  return kept()
}

it('finds nothing in what the store writes', async () => {
  const whole = await threeSweeps()
  expect(whole.measurements).toHaveLength(5)
  const seen = { sweeps: ['first', 'third'], measurements: whole.measurements.map(({ id }) => id) }
  expect(audit(whole, seen)).toEqual(WHOLE)
})

it('sees a look that is gone: in its sweep, in the counts, as the latest, in the cost', async () => {
  const whole = await threeSweeps()
  const gone = whole.measurements.find(({ sweepId }) => sweepId === 'third')
  const rest = { ...whole, measurements: whole.measurements.filter((m) => m !== gone) }
  const { lost, doubled } = audit(rest, { sweeps: [], measurements: [gone?.id ?? ''] })
  expect(lost).toEqual([
    'looks at third https://a.example/: 0 instead of 1',
    expect.stringMatching(/^latest of unknown https:\/\/a\.example\/: .*third/),
    `look ${gone?.id}, seen before`,
  ])
  expect(doubled).toEqual(expect.arrayContaining([expect.stringMatching(/^hours of .*: 1 instead of 0$/)]))
})

it('sees a look that was taken twice', async () => {
  const whole = await threeSweeps()
  const [first] = whole.measurements
  const again: Measurement = { ...aLook(), ...first, id: `${first?.id}-again` }
  const { lost, doubled } = audit({ ...whole, measurements: [...whole.measurements, again] }, NOTHING)
  expect(doubled).toEqual(['looks at first https://a.example/: 2 instead of 1'])
  expect(lost).toEqual(expect.arrayContaining(['requests of sweep first: 4 instead of 6']))
})

it.each(['rollups', 'days', 'months'] as const)(
  'sees %s that count too little or too much',
  async (store) => {
    const whole = await threeSweeps()
    const counting = (n: number) => ({
      ...whole,
      [store]: whole[store].map((row, i) => (i === 0 ? { ...row, counts: { reachable: n } } : row)),
    })
    expect(audit(counting(0), NOTHING)).toMatchObject({
      lost: [expect.stringMatching('0 instead of')],
      doubled: [],
    })
    expect(audit(counting(9), NOTHING)).toMatchObject({
      lost: [],
      doubled: [expect.stringMatching('9 instead of')],
    })
    expect(audit({ ...whole, [store]: [] }, NOTHING).lost).not.toEqual([])
  },
)

it('sees a plan that is gone, one that claims too much, and an event without its look', async () => {
  const whole = await threeSweeps()
  const without = { ...whole, sweeps: whole.sweeps.filter(({ id }) => id !== 'third') }
  expect(audit(without, { sweeps: ['third'], measurements: [] }).lost).toEqual([
    'the plan of a look at third https://a.example/',
    'sweep third, seen before',
  ])
  const claims = whole.sweeps.map((s) => ({ ...s, items: s.items.map((i) => ({ ...i, done: true })) }))
  expect(audit({ ...whole, sweeps: claims }, NOTHING).lost).toEqual([
    'looks at third https://b.example/: 0 instead of 1',
  ])
  const [look] = whole.measurements
  const kind = { status: 'reachable', mechanism: null } as const
  const event = { ...aLook(), ...look, id: 'gone', lastBefore: 0, firstAfter: 1, from: kind, to: kind }
  expect(audit({ ...whole, events: [event] }, NOTHING).lost).toEqual(['the look of event gone'])
})

it('lets whoever set the clock back have another newest look, but one that exists', async () => {
  const whole = await threeSweeps()
  const older = whole.measurements[0]?.id ?? ''
  const latest = (id: string) => ({
    ...whole,
    latest: whole.latest.map((row) => ({ ...row, measurementId: id })),
  })
  expect(audit(latest(older), NOTHING).lost).not.toEqual([])
  expect(audit(latest(older), NOTHING, 'jumped')).toEqual(WHOLE)
  expect(audit(latest('gone'), NOTHING, 'jumped').lost).toHaveLength(2)
})
