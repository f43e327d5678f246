import { describe, expect, it, vi } from 'vitest'
import { testArea } from '../settings/test-area.ts'
import {
  type Answer,
  ECHO,
  echo,
  endless,
  GEOLOOKUP,
  geolookup,
  json,
  OWN,
  serving,
  silence,
  TRACE,
  trace,
} from './answers.test-kit.ts'
import { knownAddresses } from './known-addresses.ts'
import { networksMemory } from './memory.ts'

vi.mock('../platform/browser.ts', () => ({ browser: {} }))
const { findNetwork, lookupsOf } = await import('./lookup.ts')

const kazakhtelecom = { asn: 9198, country: 'KZ', operator: 'JSC Kazakhtelecom' }
const kcell = { asn: 29_355, country: 'KZ', operator: 'Kcell JSC' }

function look(
  answers: Record<string, Answer>,
  {
    own = null as string | null,
    area = testArea(),
    nextAfterMs = 1_000,
    mayReach = async (_url: string) => true,
  } = {},
) {
  const { fetch, asked } = serving(answers)
  const known = knownAddresses(networksMemory(area), () => 1_000)
  const times = { eachMs: 150, nextAfterMs }
  const cost = { requests: 0, bytes: 0 }
  const spend = (more: typeof cost) => {
    cost.requests += more.requests
    cost.bytes += more.bytes
  }
  return findNetwork(lookupsOf(own), { fetch, times, known, mayReach, spend }).then((result) => ({
    ...result,
    asked,
    cost,
  }))
}

describe('the chain of look-ups', () => {
  it('asks OONI in two steps, and nobody else when it answers', async () => {
    const { found, tried, asked, cost } = await look({
      [TRACE]: trace('2.133.0.2'),
      [GEOLOOKUP]: geolookup('2.133.0.2'),
    })
    expect(found).toEqual(kazakhtelecom)
    expect(cost.requests).toBe(2)
    expect(cost.bytes).toBeGreaterThan(50)
    expect(tried).toEqual([{ name: 'OONI', why: '' }])
    expect(asked.map(({ url, method, body }) => [url, method, body])).toEqual([
      [TRACE, 'GET', null],
      [GEOLOOKUP, 'POST', { addresses: ['2.133.0.2'] }],
    ])
    for (const { init } of asked) {
      expect(init).toMatchObject({ credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' })
    }
  })

  it('asks no table about an address that is known', async () => {
    const area = testArea()
    const answers = { [TRACE]: trace('2.133.0.2'), [GEOLOOKUP]: geolookup('2.133.0.2') }
    await look(answers, { area })
    const again = await look(answers, { area })
    expect(again.found).toEqual(kazakhtelecom)
    expect(again.asked.map(({ url }) => url)).toEqual([TRACE])
  })

  it('learns from the last one, too', async () => {
    const area = testArea()
    await look({ [ECHO]: echo('2.133.1.2') }, { area })
    const again = await look({ [TRACE]: trace('2.133.1.2') }, { area })
    expect(again.found).toEqual(kcell)
  })

  it('asks the user’s own first, which needs no address', async () => {
    const { found, asked } = await look(
      { [OWN]: () => json({ asn: 9198, cc: 'KZ', name: 'JSC Kazakhtelecom', more: 1 }) },
      { own: OWN },
    )
    expect(found).toEqual(kazakhtelecom)
    expect(asked.map(({ url }) => url)).toEqual([OWN])
  })

  it('takes an IPv6 address in any spelling', async () => {
    const { found } = await look({
      [TRACE]: trace('2a02:2133:1::2'),
      [GEOLOOKUP]: geolookup('2A02:2133:0001:0:0:0:0:2'),
    })
    expect(found).toEqual(kazakhtelecom)
  })

  it('asks nobody whose host the user did not grant', async () => {
    const mayReach = async (url: string) => url === ECHO || url === TRACE
    const { found, tried, asked } = await look({ [ECHO]: echo('2.133.1.2') }, { mayReach })
    expect(found).toEqual(kcell)
    expect(tried).toEqual([
      { name: 'OONI', why: 'permission' },
      { name: 'ifconfig.co', why: '' },
    ])
    expect(asked.map(({ url }) => url)).toEqual([ECHO])
  })

  it('asks the next beside one that is silent for long, and lets go of it then', async () => {
    const { found, tried, asked } = await look(
      { [TRACE]: silence, [ECHO]: echo('2.133.1.2') },
      { nextAfterMs: 5 },
    )
    expect(found).toEqual(kcell)
    expect(tried).toEqual([
      { name: 'OONI', why: 'slow' },
      { name: 'ifconfig.co', why: '' },
    ])
    expect(asked.map(({ init }) => init.signal?.aborted)).toEqual([true, true])
  })

  it('says of each why it gave nothing, when none did', async () => {
    const { found, tried } = await look({ [TRACE]: silence, [ECHO]: () => new Response('', { status: 429 }) })
    expect(found).toBeNull()
    expect(tried).toEqual([
      { name: 'OONI', why: 'timed-out' },
      { name: 'ifconfig.co', why: 'status' },
    ])
  })
})

const html = () =>
  new Response('<!doctype html><title>Sign in</title>', { headers: { 'content-type': 'text/html' } })
const huge = () => new Response('ip=2.133.0.2\n'.repeat(10_000))
const broken = () =>
  new Response(
    new ReadableStream({
      pull(controller) {
        controller.error(new TypeError('network'))
      },
    }),
  )
// A browser rejects the fetch itself: we follow nobody elsewhere.
const redirected: Answer = () => Promise.reject(new TypeError('redirect'))

describe('a hostile or broken answer is skipped, with the reason kept', () => {
  it.each<[string, Record<string, Answer>, string]>([
    ['a page instead of a trace', { [TRACE]: html }, 'malformed'],
    ['a private address', { [TRACE]: trace('192.168.1.1') }, 'malformed'],
    ['no address', { [TRACE]: trace('') }, 'malformed'],
    ['script for an address', { [TRACE]: trace('"><script>') }, 'malformed'],
    ['a huge trace', { [TRACE]: huge }, 'too-large'],
    ['a redirect', { [TRACE]: redirected }, 'unreachable'],
    ['a page instead of a table', { [TRACE]: trace('2.133.0.2'), [GEOLOOKUP]: html }, 'malformed'],
    [
      'a table of another address',
      { [TRACE]: trace('2.133.0.2'), [GEOLOOKUP]: geolookup('2.133.0.3') },
      'malformed',
    ],
    [
      'an unknown address',
      { [TRACE]: trace('2.133.0.2'), [GEOLOOKUP]: geolookup('2.133.0.2', 0, 'ZZ', '') },
      'not-known',
    ],
    [
      'a private number',
      { [TRACE]: trace('2.133.0.2'), [GEOLOOKUP]: geolookup('2.133.0.2', 64_512) },
      'not-known',
    ],
    [
      'wrong types',
      { [TRACE]: trace('2.133.0.2'), [GEOLOOKUP]: () => json({ v: 1, geolocation: [] }) },
      'malformed',
    ],
    [
      'a number as text',
      {
        [TRACE]: trace('2.133.0.2'),
        [GEOLOOKUP]: () =>
          json({ v: 1, geolocation: { '2.133.0.2': { cc: 'KZ', asn: 'AS9198', as_name: '' } } }),
      },
      'malformed',
    ],
    ['a table that never ends', { [TRACE]: trace('2.133.0.2'), [GEOLOOKUP]: endless }, 'timed-out'],
    ['a body that breaks off', { [TRACE]: trace('2.133.0.2'), [GEOLOOKUP]: broken }, 'unreachable'],
    ['an error', { [TRACE]: () => new Response('', { status: 500 }) }, 'status'],
  ])('OONI: %s', async (_name, answers, why) => {
    const { found, tried } = await look({ ...answers, [ECHO]: echo('2.133.1.2') })
    expect(found).toEqual(kcell)
    expect(tried).toEqual([
      { name: 'OONI', why },
      { name: 'ifconfig.co', why: '' },
    ])
  })

  it.each<[string, Answer, string]>([
    ['a page', html, 'malformed'],
    ['null', () => json(null), 'malformed'],
    ['a list', () => json([1]), 'malformed'],
    ['no number', () => json({ ip: '2.133.1.2', country_iso: 'KZ' }), 'not-known'],
    ['a number of another kind', echo('2.133.1.2', 'ASN9198'), 'malformed'],
    ['a number too large', echo('2.133.1.2', 'AS9999999999'), 'malformed'],
    ['a country that is none', echo('2.133.1.2', 'AS9198', 'Kazakhstan'), 'malformed'],
    ['an address that is none', echo('example.org'), 'malformed'],
  ])('ifconfig.co: %s', async (_name, answer, why) => {
    const { found, tried } = await look({ [ECHO]: answer })
    expect(found).toBeNull()
    expect(tried.at(-1)).toEqual({ name: 'ifconfig.co', why })
  })

  it.each<[string, unknown]>([
    ['no number', { asn: null, cc: 'KZ', name: null }],
    ['a country in small letters', { asn: 9198, cc: 'kz', name: null }],
    ['a long name', { asn: 9198, cc: 'KZ', name: 'x'.repeat(201) }],
    ['nothing', {}],
  ])('the user’s own: %s', async (_name, value) => {
    const { found, tried } = await look({ [OWN]: () => json(value), [ECHO]: echo('2.133.1.2') }, { own: OWN })
    expect(found).toEqual(kcell)
    expect(tried[0]).toEqual({ name: 'where.example', why: 'malformed' })
  })
})
