import { describe, expect, it } from 'vitest'
import { hostsUp, stateOf } from './state.ts'
import { tickAt } from './tick.test-kit.ts'
import type { Tick } from './tick.ts'

function withHosts(tick: Tick, ok: (host: string) => boolean, ms = 200): Tick {
  const detail = tick.detail
  if (!detail) return tick
  const hosts = Object.fromEntries(
    Object.entries(detail.hosts).map(([host, seen]) => [
      host,
      { ...seen, ok: ok(host), ms: ok(host) ? ms : 8_000 },
    ]),
  )
  const references = Object.fromEntries(Object.entries(hosts).map(([host, seen]) => [host, seen.ok]))
  return { ...tick, references, detail: { ...detail, hosts } }
}

const PORTAL = { 'p1.example': { group: 'portal', ok: true, ms: 50 } } as const

describe('stateOf', () => {
  it('is what the link was, when nothing more is to be told', () => {
    for (const state of ['online', 'degraded', 'portal', 'national-only', 'offline', 'domestic'] as const) {
      expect(stateOf(tickAt(0, state))).toBe(state)
    }
    const { detail: _, ...old } = tickAt(0, 'domestic')
    expect(stateOf(old)).toBe('online')
  })
  it('takes a quick answer of one host at home, and none from abroad, for the country alone', () => {
    const one = (host: string) => host === 'n1.example.kz'
    expect(stateOf(withHosts(tickAt(0, 'degraded'), one))).toBe('national-only')
    // A line that loses most of what it carries does not answer quickly.
    expect(stateOf(withHosts(tickAt(0, 'degraded'), one, 4_000))).toBe('degraded')
    const beside = (host: string) => one(host) || host === 'f1.example'
    expect(stateOf(withHosts(tickAt(0, 'degraded'), beside))).toBe('degraded')
    const tick = withHosts(tickAt(0, 'degraded'), one)
    Object.assign(tick.detail?.hosts ?? {}, PORTAL)
    expect(stateOf(tick)).toBe('degraded')
  })
  it('is slow only beside what is ordinary', () => {
    expect(stateOf(tickAt(0, 'online', { ms: 4_000 }), 300)).toBe('degraded')
    expect(stateOf(tickAt(0, 'online', { ms: 4_000 }), 3_500)).toBe('online')
    expect(stateOf(tickAt(0, 'online', { ms: 2_900 }), 300)).toBe('online')
  })
})

it('hostsUp leaves portal checks out', () => {
  const tick = tickAt(0, 'national-only')
  Object.assign(tick.detail?.hosts ?? {}, PORTAL)
  Object.assign(tick.references, { 'p1.example': true })
  expect(hostsUp(tick)).toEqual({ asked: 7, worked: ['n1.example.kz', 'n2.example.kz', 'n3.example.kz'] })
})
