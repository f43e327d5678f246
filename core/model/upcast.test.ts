import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyObservations } from '../verdict/any-observation.test-kit.ts'
import { address, page, reference } from '../verdict/observe.test-kit.ts'
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

  it('lifts what version 1 wrote', () => {
    const today = [
      page('https://news.example/'),
      address('news.example', '93.184.216.34', 404),
      reference('foreign', 'https://f1.example/'),
    ]
    const first = today.map((seen) => {
      const {
        v: _v,
        firstByteMs: _f,
        quietMs: _q,
        via: _via,
        timing,
        ip: _ip,
        proxied: _p,
        ...rest
      } = { firstByteMs: 0, quietMs: 0, via: 0, timing: 0, ip: 0, proxied: 0, ...seen }
      return { ...rest, v: 1, ...(seen.kind === 'page' ? { timing } : {}) }
    })
    expect(readObservations(first)).toEqual({ observations: today, unread: 0 })
  })

  it('counts what it does not know and keeps the rest', () => {
    const known = page('https://news.example/')
    const stored = [known, { ...known, v: 3 }, { ...known, kind: 'from-the-future' }, null, 'text', { v: 1 }]
    expect(readObservations(stored)).toEqual({ observations: [known], unread: 5 })
  })

  it('takes what is no list for one unread thing, and nothing for nothing', () => {
    expect(readObservations({ v: 1 })).toEqual({ observations: [], unread: 1 })
    expect(readObservations(undefined)).toEqual({ observations: [], unread: 0 })
  })
})
