import type { HistoryEvent } from '../records.ts'
import type { HistoryDb } from '../schema.ts'
import { readRow } from '../stored.ts'
import { EventSchema } from '../stored-course.ts'

/** Where a page of the feed ends: [firstAfter, id] of its last event, the order of index by-time. */
export type EventKey = readonly [firstAfter: number, id: string]

export interface EventsAsk {
  limit: number
  /** Only what is older than this: `next` of the page before. */
  before?: EventKey | null
  targetId?: string
  networkId?: string
}

export interface EventsPage {
  /** The newest first, by when the change was first seen. */
  events: HistoryEvent[]
  /** What to ask on from; null at the end. A page of one network may hold fewer than `limit`, even none, and go on. */
  next: EventKey | null
  /** Rows on the disk that could not be read and are left out. */
  damaged: number
}

/** So many rows are looked at for a page of one network, so that a network without changes does not cost the whole feed. */
const LOOKED_AT = 500

export function eventsPage(db: HistoryDb, ask: EventsAsk): Promise<EventsPage> {
  return ask.targetId === undefined ? fromFeed(db, ask) : ofTarget(db, ask.targetId, ask)
}

async function fromFeed(db: HistoryDb, { limit, before, networkId }: EventsAsk): Promise<EventsPage> {
  const { store } = db.transaction('events')
  const range = before ? IDBKeyRange.upperBound([...before], true) : null
  const page: EventsPage = { events: [], next: null, damaged: 0 }
  let cursor = await store.index('by-time').openCursor(range, 'prev')
  for (let rows = 0; cursor; rows++) {
    if (page.events.length >= limit || rows >= LOOKED_AT) return page
    const event = readRow(EventSchema, cursor.value)
    if (!event) page.damaged++
    else if (networkId === undefined || event.networkId === networkId) page.events.push(event)
    page.next = [cursor.key[0], cursor.key[1]]
    cursor = await cursor.continue()
  }
  return { ...page, next: null }
}

/** One range a network, each from its newest; what comes next is the newest of their heads. */
async function ofTarget(db: HistoryDb, targetId: string, ask: EventsAsk): Promise<EventsPage> {
  const { limit, before = null } = ask
  const { store } = db.transaction('events')
  const index = store.index('by-target')
  const networks: string[] = []
  if (ask.networkId !== undefined) networks.push(ask.networkId)
  else {
    let key = await index.openKeyCursor(IDBKeyRange.bound([targetId], [targetId, []]))
    while (key) {
      networks.push(key.key[1])
      key = await key.continue([targetId, key.key[1], []] as never)
    }
  }
  const open = (networkId: string) => {
    const older = before ? [targetId, networkId, ...before] : [targetId, networkId, []]
    return index.openCursor(IDBKeyRange.bound([targetId, networkId], older, false, true), 'prev')
  }
  const heads = (await Promise.all(networks.map(open))).flatMap((head) => head ?? [])
  const page: EventsPage = { events: [], next: null, damaged: 0 }
  while (heads.length > 0) {
    if (page.events.length >= limit) return page
    const newest = heads.reduce((a, b) => (isNewer(b.key, a.key) ? b : a))
    const event = readRow(EventSchema, newest.value)
    if (event) page.events.push(event)
    else page.damaged++
    page.next = [newest.key[2], newest.key[3]]
    const rest = await newest.continue()
    heads.splice(heads.indexOf(newest), 1, ...(rest ? [rest] : []))
  }
  return { ...page, next: null }
}

type TargetKey = [targetId: string, networkId: string, firstAfter: number, id: string]

const isNewer = (a: TargetKey, b: TargetKey): boolean => a[2] > b[2] || (a[2] === b[2] && a[3] > b[3])
