import { describe, expect, it } from 'vitest'
import type { Confidence, Mechanism, Status, Warning } from '../../core/model/status.ts'
import type { StatusRow } from '../history/read.ts'
import type { Latest } from '../history/records.ts'
import { aVerdict } from '../history/test-database.ts'
import { compare, type Relation } from './compare.ts'

const HOUR = 3_600_000
const NOW = 1_000 * HOUR

interface Seen {
  status: Status
  mechanism?: Mechanism
  confidence?: Confidence
  warnings?: Warning[]
  at?: number
  standing?: Latest['standing']
}

function row(url: string, seen: Seen | null): StatusRow {
  const target = { id: url, url } as StatusRow['target']
  if (!seen) return { target, latest: null }
  const { status, mechanism = null, confidence, warnings = [], at = NOW, standing } = seen
  const told = aVerdict(status, mechanism)
  const verdict = { ...told, warnings, confidence: confidence ?? told.confidence }
  return { target, latest: { targetId: url, url, at, verdict, ...(standing ? { standing } : {}) } as Latest }
}

const one = (a: Seen | null, b: Seen | null) => {
  const found = compare([row('https://x/', a)], [row('https://x/', b)], NOW)
  return { ...found, rows: [...found.differ, ...found.same, ...found.untold] }
}

const open: Seen = { status: 'reachable' }
const watched: Seen = { status: 'reachable', warnings: ['tls-interception'] }
const blocked = (mechanism: Mechanism): Seen => ({ status: 'blocked', mechanism })

describe('what two looks say together', () => {
  it.each<[string, Seen | null, Seen | null, Relation]>([
    ['blocked, open', blocked('dns'), open, 'only-a'],
    ['open, blocked', open, blocked('tls-sni'), 'only-b'],
    ['slowed, open', { status: 'throttled' }, open, 'only-a'],
    ['open, intercepted', open, watched, 'only-b'],
    ['blocked alike', blocked('dns'), blocked('dns'), 'same'],
    ['blocked, one layer open', blocked('unknown'), blocked('ip'), 'same'],
    ['blocked otherwise', blocked('dns'), blocked('ip'), 'two-ways'],
    ['blocked, slowed', blocked('dns'), { status: 'throttled' }, 'two-ways'],
    ['intercepted, blocked', watched, blocked('dns'), 'two-ways'],
    ['intercepted on both', watched, watched, 'same'],
    ['refused, open', { status: 'refused' }, open, 'refused-a'],
    ['open, refused', open, { status: 'refused' }, 'refused-b'],
    ['refused, blocked', { status: 'refused' }, blocked('dns'), 'unlike'],
    ['down, open', { status: 'down' }, open, 'unlike'],
    ['down on both', { status: 'down' }, { status: 'down' }, 'same'],
    ['open on both', open, open, 'same'],
    ['open, never looked', open, null, 'untold'],
    ['untested, blocked', { status: 'untested' }, blocked('dns'), 'untold'],
    ['no clear answer, open', { status: 'inconclusive' }, open, 'untold'],
  ])('%s', (_name, a, b, relation) => {
    expect(one(a, b).rows.map((found) => found.relation)).toEqual([relation])
  })

  it('takes what was last found where the last look says nothing, at its own time', () => {
    const standing = { status: 'blocked', mechanism: 'dns', at: NOW - 3 * HOUR, measurementId: 'm' } as const
    const [found] = one({ status: 'untested', standing }, open).differ
    expect(found).toMatchObject({
      relation: 'only-a',
      apart: true,
      a: { finding: 'blocked', at: NOW - 3 * HOUR, verdict: null },
    })
  })

  it('says that it is only suspected, or near, when the trouble is', () => {
    const doubtful: Seen = {
      status: 'blocked',
      mechanism: 'dns',
      confidence: 'suspected',
      warnings: ['home-dns-filter'],
    }
    expect(one(doubtful, open).differ).toMatchObject([{ suspected: true, nearby: true }])
    expect(one(blocked('dns'), open).differ).toMatchObject([{ suspected: false, nearby: false }])
  })

  it('says when looks are far apart, or old', () => {
    const agoBy = (ms: number): Seen => ({ ...open, at: NOW - ms })
    expect(one(agoBy(2 * HOUR), open).same).toMatchObject([{ apart: false }])
    expect(one(agoBy(2 * HOUR + 1), open).same).toMatchObject([{ apart: true }])
    expect(one(agoBy(24 * HOUR), open).old).toBe(false)
    expect(one(agoBy(24 * HOUR + 1), open).old).toBe(true)
    expect(one(null, agoBy(48 * HOUR)).old).toBe(false)
  })

  it('leaves out what neither looked at', () => {
    expect(one(null, null).rows).toEqual([])
  })
})

it('what differs comes first, blocks before refusals, trouble on both before what opens on both', () => {
  const a = {
    'https://a/': open,
    'https://b/': { status: 'refused' } as Seen,
    'https://c/': blocked('dns'),
    'https://d/': blocked('dns'),
    'https://e/': open,
    'https://f/': blocked('dns'),
  }
  const b: Record<string, Seen> = { ...a, 'https://b/': open, 'https://d/': open, 'https://c/': open }
  const rows = (seen: Record<string, Seen>) => Object.entries(seen).map(([url, look]) => row(url, look))
  const { differ, same } = compare(rows(a), rows(b), NOW)
  expect(differ.map(({ url }) => url)).toEqual(['https://c/', 'https://d/', 'https://b/'])
  expect(same.map(({ url }) => url)).toEqual(['https://f/', 'https://a/', 'https://e/'])
})
