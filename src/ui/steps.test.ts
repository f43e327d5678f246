import { describe, expect, it, vi } from 'vitest'
import type { Observation, TransferObservation } from '../../core/model/observation.ts'
import { speaking } from './messages.test-kit.ts'

vi.mock('../platform/browser.ts', () => ({ browser: speaking('en') }))

const { stepsOf } = await import('./steps.ts')

const common = { v: 2, at: 1_000, ms: 500, requests: 1, bytes: 10 } as const
const refused = { code: 'tcp.refused', raw: '', url: 'https://x.example/', stage: null } as const
const plain = (text: string) => text.replaceAll(/[\u2066\u2069]/g, '')
const told = (...seen: Observation[]) =>
  stepsOf(seen).map(({ did, saw, ok }) => ({ did: plain(did), saw: saw.map(plain), ok }))

function transfer(side: 'target' | 'control', index: number, kbps: number | null): TransferObservation {
  const url = side === 'target' ? 'https://www.slow.example/' : 'https://fast.example/1Mb'
  const firstByteMs = kbps === null ? null : 40
  const at = 1_000 + 600 * index
  return { ...common, kind: 'transfer', side, url, index, at, firstByteMs, bodyMs: 400, kbps, failure: null }
}

const control = {
  ...common,
  kind: 'control',
  helper: '0.th.ooni.org',
  source: 'helper',
  url: 'https://x.example/',
  takenAt: 900,
  failure: null,
  answer: {
    dns: { failure: null, addresses: ['93.184.216.34'] },
    tcp: [
      { endpoint: '93.184.216.34:443', ok: true, failure: null },
      { endpoint: '10.0.0.1:443', ok: false, failure: 'generic_timeout_error' },
    ],
    tls: [{ endpoint: '93.184.216.34:443', ok: true, failure: null }],
    http: { status: 200, failure: null, title: 'X', bodyLength: 2_000, headers: {} },
    asns: {},
    validFor: [],
  },
} as const satisfies Observation

describe('a look from outside', () => {
  it('is told as such, with who was asked and what they saw', () => {
    const [step] = told(control)
    expect(step?.did).toBe('From outside (helper 0.th.ooni.org): asked how https://x.example/ looks there')
    expect(step?.saw).toEqual([
      'There DNS gave: 93.184.216.34',
      'There connections came about: 1 / 2',
      'There encryption (TLS) was sound: 1 / 1',
      'There the page answered with code 200 · 2 kB',
      'Title: X',
      'Asked about this site alone',
    ])
  })

  it('says of a snapshot how old it is, and that nobody was told', () => {
    const saw = told({ ...control, source: 'snapshot' })[0]?.saw ?? []
    expect(saw[0]).toMatch(/^Looked at /)
    expect(saw.at(-1)).toMatch(/nobody learned/)
  })

  it('that failed says nothing of the site', () => {
    const [step] = told({ ...control, answer: null, failure: refused })
    expect(step?.ok).toBe(false)
    expect(step?.saw).toEqual([
      'No answer from outside: the connection was refused. That says nothing of the site.',
    ])
  })

  it('tells what failed there in the helper’s own words', () => {
    const answer = {
      ...control.answer,
      dns: { failure: 'dns_nxdomain_error', addresses: [] },
      tcp: [],
      tls: [],
      http: { ...control.answer.http, status: null, failure: 'dns_nxdomain_error' },
    }
    expect(told({ ...control, answer })[0]?.saw.slice(0, 2)).toEqual([
      'There DNS gave no address: dns_nxdomain_error',
      'There the page did not come: dns_nxdomain_error',
    ])
  })
})

describe('a series of transfers', () => {
  it('is one step, the site first, with medians', () => {
    const rates = [96, 9_800, 100, 10_400, 90, 9_000]
    const series = rates.map((kbps, i) => transfer(i % 2 ? 'control' : 'target', i, kbps))
    const reference = { ...control, helper: 'h.example' }
    const steps = told(reference, ...series)
    expect(steps).toHaveLength(2)
    expect(steps[1]?.saw).toEqual([
      'slow.example: 96 kbit/s, median of 3',
      'One by one: 96 kbit/s, 100 kbit/s, 90 kbit/s',
      'slow.example: first byte after 40 ms',
      'fast.example: 9.8 Mbit/s, median of 3',
      'One by one: 9.8 Mbit/s, 10.4 Mbit/s, 9 Mbit/s',
      'fast.example: first byte after 40 ms',
    ])
    expect(stepsOf(series)[0]).toMatchObject({ at: 1_000, ms: 3_500 })
  })

  it('says when too little came', () => {
    expect(told(transfer('target', 0, null))[0]?.saw).toEqual(['slow.example: too little came to tell'])
  })
})

describe('the smaller looks', () => {
  it('a handshake counts by any answer', () => {
    const seen = {
      ...common,
      kind: 'handshake',
      url: 'https://x.example/',
      ip: null,
      failure: refused,
    } as const
    expect(told({ ...seen, status: 404 })[0]).toMatchObject({ saw: ['Answered with code 404'], ok: true })
    expect(told({ ...seen, status: null })[0]).toMatchObject({ ok: false })
  })

  it('an address is told by how it was asked', () => {
    const seen = {
      ...common,
      kind: 'address',
      name: 'x.example',
      address: '93.184.216.34',
      scheme: 'https',
      answered: true,
      status: null,
      title: null,
      failure: null,
    } as const
    expect(told({ ...seen, via: 'neutral' })[0]?.did).toMatch(/under a neutral name/)
    expect(told({ ...seen, via: 'literal' })[0]?.did).not.toMatch(/neutral/)
  })

  it('a canary', () => {
    const seen = {
      ...common,
      kind: 'canary',
      name: 'ads.example',
      addresses: ['0.0.0.0'] as string[],
    } as const
    expect(told({ ...seen, failure: refused })[0]).toEqual({
      did: 'Asked for ads.example, a name that filters at home answer falsely',
      saw: ['Addresses: 0.0.0.0', 'No answer: the connection was refused'],
      ok: false,
    })
    expect(told({ ...seen, failure: null })[0]?.saw).toContain('Answered')
  })

  it('a known block page, and a known false alarm', () => {
    const seen = {
      ...common,
      kind: 'fingerprint',
      url: 'http://x.example/',
      name: 'kg.blockpage',
      found: 'body',
      countries: ['KG'] as string[],
    } as const
    expect(told({ ...seen, scope: 'isp' })[0]).toEqual({
      did: 'Compared the answer from x.example with your list of known block pages',
      saw: [
        'Its text matches “kg.blockpage”',
        'Known as an operator’s block page',
        'The list expects it in: KG',
      ],
      ok: false,
    })
    expect(told({ ...seen, scope: 'fp' })[0]?.ok).toBe(true)
    expect(told({ ...seen, scope: 'new' })[0]?.saw).toHaveLength(2)
  })
})
