import { describe, expect, it } from 'vitest'
import { HOST, IP, IP2 } from '../cases/case.test-kit.ts'
import { allDoh, doh, noDoh } from '../observe.test-kit.ts'
import { dohConsensus } from './doh-consensus.ts'

const one = (rcode: string, addresses: string[] = [], resolver = 'one') =>
  doh(HOST, addresses, { rcode, resolver })

describe('dohConsensus', () => {
  it.each([
    ['nobody asked', [], 'unasked'],
    ['nobody reached', noDoh(HOST), 'unreachable'],
    ['all know it', allDoh(HOST, [IP]), 'exists'],
    ['one is enough when the others are silent', [one('NOERROR', [IP]), ...noDoh(HOST).slice(1)], 'exists'],
    ['nobody knows it', allDoh(HOST, [], { rcode: 'NXDOMAIN' }), 'nxdomain'],
    ['servers fail', allDoh(HOST, [], { rcode: 'SERVFAIL' }), 'servfail'],
    ['no address', allDoh(HOST, []), 'empty'],
    ['no A but AAAA', [...allDoh(HOST, []), ...allDoh(HOST, ['2606:4700::1'], { type: 'AAAA' })], 'exists'],
    ['only addresses nobody can have', allDoh(HOST, ['127.0.0.1']), 'bogon'],
    [
      'one filters',
      [one('NXDOMAIN', [], 'a'), one('NOERROR', [IP], 'b'), one('NOERROR', [IP2], 'c')],
      'exists',
    ],
    ['a tie', [one('NXDOMAIN', [], 'a'), one('NOERROR', [IP], 'b')], 'disagree'],
    ['another name', allDoh('other.example', [IP]), 'unasked'],
  ] as const)('%s: %s', (_, seen, state) => expect(dohConsensus([...seen], HOST).state).toBe(state))

  it('gathers public addresses once each and counts who gave one', () => {
    const seen = [
      one('NOERROR', [IP, '10.0.0.1'], 'a'),
      one('NOERROR', [IP, IP2], 'b'),
      one('NXDOMAIN', [], 'c'),
    ]
    expect(dohConsensus(seen, HOST)).toEqual({
      state: 'exists',
      addresses: [IP, IP2],
      agreeing: 2,
      fromOutside: false,
    })
  })
})
