import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import type { Mechanism, Status } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import { type History, openHistory } from './open.ts'
import type { Measurement } from './records.ts'

/** For tests: an in-memory IndexedDB of their own, and one look to record. */
export function freshIndexedDb(): void {
  globalThis.indexedDB = new IDBFactory()
}

export function freshHistory(): History {
  freshIndexedDb()
  return openHistory()
}

export function aVerdict(status: Status, mechanism: Mechanism | null = null): Verdict {
  return {
    status,
    mechanism,
    confidence: status === 'blocked' || status === 'throttled' ? 'likely' : null,
    reason: status === 'untested' ? 'offline' : null,
    scope: status === 'refused' ? 'unknown' : null,
    warnings: [],
    rules: ['test.rule'],
    hop: null,
    engine: 1,
  }
}

/** 2022-01-05T10:00:00Z, the start of an hour. */
export const NOON_IN_ALMATY = 1_641_376_800_000

export function aLook(overrides: Partial<Measurement> = {}): Measurement {
  const at = overrides.at ?? NOON_IN_ALMATY
  return {
    id: `${at}-look`,
    sweepId: 'sweep',
    targetId: 'https://example.org/',
    url: 'https://example.org/',
    networkId: 'unknown',
    at,
    ms: 400,
    observations: [],
    verdict: aVerdict('reachable'),
    requests: 1,
    bytes: 1000,
    browser: 'chromium 156',
    ...overrides,
  }
}
