import { describe, expect, it } from 'vitest'
import { moved, withHelper } from './helper-list.ts'

describe('a list of helpers', () => {
  it('grows by https addresses, in one spelling', () => {
    expect(withHelper(['https://a.example/'], ' https://B.example ')).toEqual({
      ok: true,
      list: ['https://a.example/', 'https://b.example/'],
      url: 'https://b.example/',
    })
  })

  it.each(['', 'b.example', 'http://b.example/', 'javascript:alert(1)'])('does not grow by "%s"', (entry) => {
    expect(withHelper([], entry)).toEqual({ ok: false, problem: 'resolver_invalid' })
  })

  it('takes each once, and not without end', () => {
    expect(withHelper(['https://a.example/'], 'https://a.example')).toMatchObject({ problem: 'helper_known' })
    const full = Array.from({ length: 8 }, (_, i) => `https://h${i}.example/`)
    expect(withHelper(full, 'https://b.example/')).toMatchObject({ problem: 'helper_most' })
  })

  it('can be put in another order', () => {
    expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b'])
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
    expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'b', 'c'])
  })
})
