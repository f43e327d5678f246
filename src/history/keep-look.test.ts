import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { STANDARD_RETESTS } from '../../core/verdict/soon-retest.ts'
import { newId } from './ids.ts'
import { lookKeeper } from './keep-look.ts'
import type { History } from './open.ts'
import { recordMeasurement } from './record.ts'
import type { Measurement } from './records.ts'
import { aLook, freshHistory, NOON_IN_ALMATY } from './test-database.ts'
import { keepWaiting, WAITING_KEY, waitingLooks } from './waiting-looks.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => {
  vi.restoreAllMocks()
  history.close()
})

const options = { pace: STANDARD_RETESTS, keepHistory: true }

function area() {
  const items: Record<string, unknown> = {}
  return {
    items,
    get: vi.fn(async (key: string) => (key in items ? { [key]: structuredClone(items[key]) } : {})),
    set: async (changed: Record<string, unknown>) => void Object.assign(items, structuredClone(changed)),
  }
}
const look = (n: number): Measurement => {
  const at = NOON_IN_ALMATY + n * 60_000
  return aLook({ at, id: newId(at, () => 'look') })
}
const ids = (looks: readonly Measurement[]) => looks.map(({ id }) => id)
const stored = () => history.withDb(async (db) => ids(await db.getAll('measurements')))

/** A store that takes no look while there is no room. */
function full(room: () => number, name = 'QuotaExceededError'): void {
  const add = IDBObjectStore.prototype.add
  vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, value, key) {
    if (this.name === 'measurements' && room() === 0) throw new DOMException('as the browser says', name)
    return add.call(this, value, key)
  })
}

describe('a look', () => {
  it('is recorded, and asks the memory once only', async () => {
    const waiting = area()
    const keeper = lookKeeper({ history, waiting })
    for (const n of [0, 1, 2]) await keeper.keep(look(n), options)
    expect(await stored()).toEqual(ids([look(0), look(1), look(2)]))
    expect(waiting.get).toHaveBeenCalledTimes(1)
    expect(waiting.items).toEqual({})
  })

  it('on a full disk pushes no older one out', async () => {
    for (const n of [0, 1]) await history.withDb((db) => recordMeasurement(db, look(n)))
    full(() => 0)
    const keeper = lookKeeper({ history, waiting: area() })
    await expect(keeper.keep(look(2), options)).rejects.toMatchObject({ code: 'quota' })
    expect(await stored()).toEqual(ids([look(0), look(1)]))
  })

  it('that cannot be stored at all waits, in order, and the error is told', async () => {
    const waiting = area()
    const keeper = lookKeeper({ history, waiting })
    let room = 0
    full(() => room)
    const kept = await Promise.allSettled([0, 1, 2].map((n) => keeper.keep(look(n), options)))
    expect(kept.map((one) => one.status === 'rejected' && one.reason.code)).toEqual([
      'quota',
      'quota',
      'quota',
    ])
    expect(ids(await waitingLooks(waiting))).toEqual(ids([look(0), look(1), look(2)]))
    expect(await keeper.flush(options)).toBe(3)
    expect(await stored()).toEqual([])

    room = 9
    await keeper.keep(look(3), options)
    expect(await stored()).toEqual(ids([0, 1, 2, 3].map(look)))
    expect(await waitingLooks(waiting)).toEqual([])
    const [day] = await history.withDb((db) => db.getAll('days'))
    expect(day?.counts).toEqual({ reachable: 4 })
  })

  it('that waits outlives the worker, and is counted once', async () => {
    const waiting = area()
    let room = 0
    full(() => room)
    await lookKeeper({ history, waiting })
      .keep(look(0), options)
      .catch(() => {})
    room = 9
    // Killed after it was stored, before it was crossed off.
    await history.withDb((db) => recordMeasurement(db, look(0)))
    const next = lookKeeper({ history, waiting })
    expect(await next.flush(options)).toBe(0)
    expect(await stored()).toEqual(ids([look(0)]))
    const [day] = await history.withDb((db) => db.getAll('days'))
    expect(day?.counts).toEqual({ reachable: 1 })
  })

  it('waits too when the store is damaged, and is not kept for a fault of ours', async () => {
    const waiting = area()
    const keeper = lookKeeper({ history, waiting })
    full(() => 0, 'UnknownError')
    await expect(keeper.keep(look(0), options)).rejects.toMatchObject({ code: 'corrupt' })
    expect(ids(await waitingLooks(waiting))).toEqual(ids([look(0)]))
    vi.restoreAllMocks()
    const broken = { ...look(1), observations: [() => {}] as never }
    await expect(keeper.keep(broken, options)).rejects.not.toHaveProperty('code', 'corrupt')
    expect(ids(await waitingLooks(waiting))).toEqual([])
    expect(await stored()).toEqual(ids([look(0)]))
  })
})

describe('what waits', () => {
  it('is bounded: the newest stay', async () => {
    const waiting = area()
    await keepWaiting(
      waiting,
      Array.from({ length: 250 }, (_, n) => look(n)),
    )
    const kept = await waitingLooks(waiting)
    expect(kept).toHaveLength(200)
    expect(kept.at(-1)?.id).toBe(look(249).id)
    const large = (n: number) => ({ ...look(n), browser: 'x'.repeat(3_000_000) })
    await keepWaiting(waiting, [large(0), large(1)])
    expect(ids(await waitingLooks(waiting))).toEqual(ids([look(1)]))
  })

  it('is believed only if it is looks', async () => {
    const waiting = area()
    await waiting.set({ [WAITING_KEY]: [look(0), { id: 1 }, 'x'] })
    expect(ids(await waitingLooks(waiting))).toEqual(ids([look(0)]))
    await waiting.set({ [WAITING_KEY]: 'x' })
    expect(await waitingLooks(waiting)).toEqual([])
  })
})
