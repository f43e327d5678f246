import { expect, it } from 'vitest'
import { HistoryError } from './history-error.ts'
import { corruptOrFull, roomOf } from './room.ts'

const MEGABYTE = 1_048_576

/** A disk with so much left, and a clock. */
function disk(megabytes: number) {
  const state = { left: megabytes, now: 0, asked: 0 }
  const estimate = async () => {
    state.asked++
    return { quota: 5_000 + state.left * MEGABYTE, usage: 5_000 }
  }
  return { state, room: roomOf(estimate, () => state.now) }
}

const FULL = { name: 'HistoryError', code: 'quota' }

it('lets write where there is room, and refuses where there is none', async () => {
  await expect(disk(20).room.need('needs')).resolves.toBeUndefined()
  await expect(disk(15).room.need('needs')).rejects.toMatchObject(FULL)
  expect([await disk(20).room.isFull(), await disk(15).room.isFull()]).toEqual([false, true])
})

it('lets delete on a full disk, as long as a deletion itself can be written down', async () => {
  await expect(disk(3).room.need('frees')).resolves.toBeUndefined()
  await expect(disk(1).room.need('frees')).rejects.toMatchObject(FULL)
})

it('sees a disk fill up and empty again within half a second', async () => {
  const { state, room } = disk(100)
  await room.need('needs')
  state.left = 1
  state.now = 499
  await room.need('needs')
  state.now = 500
  await expect(room.need('needs')).rejects.toThrow('no room')
  state.left = 100
  state.now = 1_000
  await room.need('needs')
})

it('asks seldom where there is plenty', async () => {
  const { state, room } = disk(10_000)
  for (state.now = 0; state.now < 20_000; state.now += 100) await room.need('needs')
  expect(state.asked).toBe(1)
})

it('stands in nobody’s way where the browser does not tell', async () => {
  await roomOf(
    async () => ({}),
    () => 0,
  ).need('needs')
  const silent = roomOf(
    () => Promise.reject(new TypeError('opaque origin')),
    () => 0,
  )
  await silent.need('needs')
  expect(await silent.isFull()).toBe(false)
})

it('says of a store that cannot be read whether it is the disk', async () => {
  const unread = new HistoryError('corrupt', 'UnknownError')
  expect(await corruptOrFull(unread, disk(1).room)).toMatchObject(FULL)
  expect(await corruptOrFull(unread, disk(100).room)).toBe(unread)
  const other = new HistoryError('blocked', 'another page')
  expect(await corruptOrFull(other, disk(1).room)).toBe(other)
})
