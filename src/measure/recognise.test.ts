import { describe, expect, it } from 'vitest'
import { systemDns } from '../../core/verdict/observe.test-kit.ts'
import type { Fingerprint } from '../fingerprints/fingerprint.ts'
import { indexFingerprints } from '../fingerprints/match.ts'
import { recogniser, withKnownAddresses } from './recognise.ts'

const row = (over: Partial<Fingerprint>): Fingerprint => ({
  name: 'notice',
  scope: 'nat',
  location: 'body',
  how: 'contains',
  pattern: 'by order of the court',
  countries: ['KZ'],
  ...over,
})
const INDEX = indexFingerprints([
  row({}),
  row({ name: 'server', location: 'dns', how: 'full', pattern: '10.10.34.35' }),
])
const answer = (body: string) => ({ url: 'http://news.example/', body, headers: {}, ips: [] })

describe('recogniser', () => {
  it('finds what the lists know, and says where', () => {
    const { inspect, found } = recogniser(INDEX)
    inspect?.(answer('Closed by order of the court.'))
    expect(found()).toMatchObject([
      { v: 2, kind: 'fingerprint', url: 'http://news.example/', name: 'notice', found: 'body', scope: 'nat' },
    ])
  })
  it('goes by the last look at a page that was asked once more', () => {
    const { inspect, found } = recogniser(INDEX)
    inspect?.(answer('Closed by order of the court.'))
    inspect?.(answer('News of the day'))
    expect(found()).toEqual([])
  })
  it('looks at nothing without lists', () => {
    const { inspect, found } = recogniser(null)
    expect(inspect).toBeNull()
    expect(found()).toEqual([])
  })
})

describe('withKnownAddresses', () => {
  const dns = systemDns('news.example', ['10.10.34.35'])
  it("knows an operator's block-page server by its address", () => {
    expect(withKnownAddresses(INDEX, dns)).toMatchObject([
      dns,
      { kind: 'fingerprint', url: 'https://news.example/', name: 'server', found: 'dns' },
    ])
  })
  it('adds nothing to others, or without lists', () => {
    const other = systemDns('news.example', ['93.184.216.34'])
    expect(withKnownAddresses(INDEX, other)).toEqual([other])
    expect(withKnownAddresses(null, dns)).toEqual([dns])
  })
})
