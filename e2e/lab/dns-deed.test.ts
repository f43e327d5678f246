import { describe, expect, it } from 'vitest'
import { censorAnswer } from './dns-deed.ts'
import { scenarioOf } from './selftest-world.ts'
import type { Resolution } from './zone.ts'

const truth: Resolution = { rcode: 'NOERROR', addresses: ['93.184.217.1'] }

function under(on: 'dns' | 'doh', rules: Record<string, unknown>[], name = 'open.example') {
  const { censor, networks } = scenarioOf({
    sites: [{ host: 'open.example', ips: ['93.184.217.1'] }],
    censor: rules,
  })
  const [network] = networks
  if (!network) throw new Error('no network')
  return censorAnswer(on, name, truth, censor, network, 1)
}

describe('censorAnswer', () => {
  it('tells the truth without a rule, and to other names', () => {
    expect(under('dns', []).answer).toEqual(truth)
    expect(
      under('dns', [{ on: 'dns', match: 'open.example', do: 'nxdomain' }], 'other.example').answer,
    ).toEqual(truth)
  })

  it.each([
    ['nxdomain', { rcode: 'NXDOMAIN', addresses: [] }],
    ['servfail', { rcode: 'SERVFAIL', addresses: [] }],
    ['refused', { rcode: 'REFUSED', addresses: [] }],
    ['no-answer', { rcode: 'NOERROR', addresses: [] }],
    ['timeout', null],
  ])('%s', (action, answer) => {
    expect(under('dns', [{ on: 'dns', match: 'open.example', do: action }]).answer).toEqual(answer)
  })

  it('the first rule that bites wins', () => {
    const rules = [
      { on: 'dns', match: '*.example', do: 'servfail' },
      { on: 'dns', match: 'open.example', do: 'nxdomain' },
    ]
    expect(under('dns', rules).answer?.rcode).toBe('SERVFAIL')
  })

  it('an injected answer comes beside the true one', () => {
    const deed = under('dns', [
      { on: 'dns', match: 'open.example', do: 'answer', answer: ['10.1.1.1'], inject: true },
    ])
    expect(deed).toMatchObject({ answer: truth, forged: { addresses: ['10.1.1.1'] } })
  })

  it('keeps the operator’s resolver and DoH apart', () => {
    const rules = [{ on: 'dns', match: 'open.example', do: 'nxdomain' }]
    expect(under('doh', rules).answer).toEqual(truth)
    expect(under('dns', [{ on: 'doh', match: 'open.example', do: 'nxdomain' }]).answer).toEqual(truth)
    expect(under('doh', [{ on: 'doh', match: '*', do: 'drop' }]).answer).toEqual(truth)
  })

  it('a relay answers with its own address', () => {
    const deed = under('dns', [{ on: 'relay', match: 'open.example', relayAt: '93.184.218.1' }])
    expect(deed.answer?.addresses).toEqual(['93.184.218.1'])
  })
})
