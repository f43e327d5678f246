import { describe, expect, it } from 'vitest'
import { links, VPN } from './link-addresses.ts'
import { answerWhere, EXIT_NETWORK } from './network-lookup.ts'
import type { Plan, WhereAnswer } from './plan.ts'

const plan = {
  networks: [
    { id: 'metro', asn: 9198, cc: 'KZ', region: '', via: [] },
    { id: 'branch', asn: 12_997, cc: 'KG', region: '', via: [] },
  ],
} as unknown as Plan

const ask = (kind: WhereAnswer, client: string, question?: unknown) => {
  const body = Buffer.from(question === undefined ? '' : JSON.stringify(question))
  return answerWhere(plan, kind, { method: question === undefined ? 'GET' : 'POST', client, body })
}
const json = (...asked: Parameters<typeof ask>): unknown => JSON.parse(ask(...asked).body.toString())

describe('look-ups of networks in the lab', () => {
  it('repeat the client’s address', () => {
    expect(ask('trace', `::ffff:${links(1).user}`).body.toString()).toContain(`\nip=${links(1).user}\n`)
  })

  it('tell the networks of a world apart, and the VPN’s exit from them', () => {
    expect(json('echo', links(0).user)).toMatchObject({ asn: 'AS9198', country_iso: 'KZ' })
    expect(json('echo', links(1).uplink)).toMatchObject({ asn: 'AS12997', country_iso: 'KG' })
    expect(json('echo', VPN.address)).toMatchObject({ asn: `AS${EXIT_NETWORK.asn}` })
    expect(json('geolookup', '203.0.113.1', { addresses: [links(1).user, '8.8.8.8'] })).toEqual({
      v: 1,
      geolocation: {
        [links(1).user]: { cc: 'KG', asn: 12_997, as_name: 'OJSC Kyrgyztelecom' },
        '8.8.8.8': { cc: 'ZZ', asn: 0, as_name: '' },
      },
    })
  })

  it('turn down what is no question', () => {
    expect(ask('geolookup', links(0).user).status).toBe(400)
    expect(ask('geolookup', links(0).user, { addresses: 'all' }).status).toBe(400)
  })
})
