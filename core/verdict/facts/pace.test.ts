import { describe, expect, it } from 'vitest'
import type { PageObservation } from '../../model/observation.ts'
import { handshake, page, references } from '../observe.test-kit.ts'
import { paceOf } from './pace.ts'

const SITE = 'https://news.example/'
const NONE = { looks: [], handshakes: [], references: references(), probes: [], transfers: [] }
const timed = (tls: number, wait = 50): PageObservation =>
  page(SITE, {}, { ms: tls + wait, timing: { dns: 1, connect: 1, tls, wait, body: 1 } })

describe('slow handshakes', () => {
  it('are told by two that agree', () => {
    const pace = paceOf({ ...NONE, looks: [timed(3_050)], handshakes: [handshake(SITE, 200, { ms: 3_200 })] })
    expect(pace).toMatchObject({ handshakes: true, heldBack: 'likely' })
  })
  it('are not told by a server that is slow to answer a connection of its own', () => {
    const slow = handshake(SITE, 400, { ms: 4_000 })
    expect(paceOf({ ...NONE, handshakes: [slow] })).toMatchObject({ handshakes: false, heldBack: 'none' })
    const fast = paceOf({ ...NONE, looks: [timed(60)], handshakes: [slow] })
    expect(fast).toMatchObject({ handshakes: false, heldBack: 'none' })
    // Nor does the answer's own time count where pages show it.
    const thinking = paceOf({ ...NONE, looks: [timed(2_100, 2_000)], handshakes: [slow] })
    expect(thinking).toMatchObject({ handshakes: false, heldBack: 'none' })
  })
  it('are denied by a quick connection of its own', () => {
    const pace = paceOf({ ...NONE, looks: [timed(3_050)], handshakes: [handshake(SITE, 200, { ms: 90 })] })
    expect(pace).toMatchObject({ handshakes: false, heldBack: 'none' })
  })
  it('need others that are quick: references on open connections show it by their whole answer', () => {
    const looks = [timed(3_050), { ...timed(3_050), role: 'repeat' as const }]
    const others = (ms: number) => references({}, { ms, timing: { ...timed(1).timing, tls: null } })
    expect(paceOf({ ...NONE, looks, references: others(80) }).heldBack).toBe('likely')
    expect(paceOf({ ...NONE, looks, references: others(1_500) }).heldBack).toBe('none')
  })
})

describe('a trickle', () => {
  const body = (bytes: number, bodyMs: number) =>
    page(SITE, {}, { bytes, ms: 400 + bodyMs, firstByteMs: 400, quietMs: 5 })
  it('shows in an ordinary page at 128 kbit/s', () => {
    expect(paceOf({ ...NONE, looks: [body(20_000, 999)] }).trickles).toBe(true)
  })
  it('does not show in a page of a few round trips, nor in one that came', () => {
    expect(paceOf({ ...NONE, looks: [body(20_000, 600)] }).trickles).toBe(false)
    expect(paceOf({ ...NONE, looks: [body(200_000, 2_000)] }).trickles).toBe(false)
  })
})
