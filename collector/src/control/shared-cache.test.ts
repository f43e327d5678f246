import { expect, it } from 'vitest'
import { headerMap } from './response-headers.ts'
import { SharedCache } from './shared-cache.ts'

it('makes room when there are too many, the one used longest ago first', async () => {
  const cache = new SharedCache<string>({ entries: 2, now: () => 0, ttlMs: () => 1 })
  for (const key of ['one', 'two', 'one', 'three']) await cache.get(key, async () => key)
  expect(['one', 'two', 'three'].map((key) => cache.has(key))).toEqual([true, false, true])
})

it('keeps nothing that threw, and tells all who waited', async () => {
  const cache = new SharedCache<string>({ entries: 2, now: () => 0, ttlMs: () => 1 })
  const work = async (): Promise<string> => {
    throw new Error('no')
  }
  const both = await Promise.allSettled([cache.get('a', work), cache.get('a', work)])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(cache.has('a')).toBe(false)
})

it('headers: names as Go spells them, the first value of each', () => {
  const raw = ['content-TYPE', 'text/html', 'X-A', '1', 'x-a', '2', 'ETag', '"t"']
  expect(headerMap(raw)).toEqual({ 'Content-Type': 'text/html', 'X-A': '1', Etag: '"t"' })
})
