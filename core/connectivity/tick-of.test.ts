import { expect, it } from 'vitest'
import { references, referencesFailing } from '../verdict/observe.test-kit.ts'
import { tickOf } from './tick-of.ts'

const beat = {
  at: 10,
  scheduledAt: 9,
  monotonic: 8,
  networkId: 'home',
  session: 'one',
  cause: 'beat',
  light: false,
  periodMs: 300_000,
} as const

it('keeps what each host said', () => {
  const tick = tickOf(references({ foreign: 0, inCountry: 2, portal: 'altered' }), beat)
  expect(tick).toMatchObject({
    at: 10,
    scheduledAt: 9,
    monotonic: 8,
    networkId: 'home',
    connectivity: 'portal',
    detail: { session: 'one', cause: 'beat', light: false, periodMs: 300_000 },
  })
  expect(Object.values(tick.references).filter(Boolean)).toHaveLength(2)
  expect(tick.detail?.hosts['n1.example.kz']).toEqual({ group: 'in-country', ok: true, ms: 100 })
  expect(tick.detail?.hosts['p1.example']).toEqual({ group: 'portal', ok: false, ms: 100 })
})

it('goes by the latest look at each', () => {
  const later = references().map((seen) => ({ ...seen, at: seen.at + 1_000 }))
  const tick = tickOf([...later, ...references({ foreign: 0 })], beat)
  expect(tick.references['f1.example']).toBe(true)
})

it('takes an answer under a wrong clock for one, and leaves out what an ad blocker stopped', () => {
  const skewed = referencesFailing('tls.cert.date_invalid', { clockSkewMs: 40 * 86_400_000 })
  expect(tickOf(skewed, beat).references['f1.example']).toBe(true)
  const stopped = referencesFailing('local.blocked_by_client')
  expect(Object.keys(tickOf(stopped, beat).references)).toEqual(['p1.example', 'p2.example'])
})
