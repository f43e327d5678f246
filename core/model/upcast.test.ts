import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyObservations } from '../verdict/any-observation.test-kit.ts'
import { page } from '../verdict/observe.test-kit.ts'
import { readObservations } from './upcast.ts'

describe('readObservations', () => {
  it('reads back everything this version writes', () => {
    fc.assert(
      fc.property(anyObservations, (written) => {
        const stored: unknown = JSON.parse(JSON.stringify(written))
        expect(readObservations(stored)).toEqual({ observations: written, unread: 0 })
      }),
    )
  })

  it('counts what it does not know and keeps the rest', () => {
    const known = page('https://news.example/')
    const stored = [known, { ...known, v: 2 }, { ...known, kind: 'from-the-future' }, null, 'text', { v: 1 }]
    expect(readObservations(stored)).toEqual({ observations: [known], unread: 5 })
  })

  it('takes what is no list for one unread thing, and nothing for nothing', () => {
    expect(readObservations({ v: 1 })).toEqual({ observations: [], unread: 1 })
    expect(readObservations(undefined)).toEqual({ observations: [], unread: 0 })
  })
})
