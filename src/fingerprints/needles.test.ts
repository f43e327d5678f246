import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Needles } from './needles.ts'

describe('Needles', () => {
  it.each<[string, string[], string, number[]]>([
    ['at the beginning, in the middle and at the end', ['abcd', 'efgh', 'wxyz'], 'abcd efgh wxyz', [0, 1, 2]],
    ['one inside another', ['block', 'blocked', 'lock'], 'x blocked y', [0, 1, 2]],
    ['one twice in the list', ['same', 'same'], 'the same', [0, 1]],
    ['none in an empty text', ['abcd'], '', []],
    ['not what is cut off at either end', ['zabcd', 'abcdz'], 'abcd', []],
    ['other letters, beyond the basic plane too', ['禁止访问', '🚫🚫'], '页面禁止访问 🚫🚫', [0, 1]],
    ['not what differs in case', ['Blocked'], 'blocked', []],
    ['not what is too short', ['abc'], 'abcd', []],
  ])('finds %s', (_name, needles, text, found) => {
    expect(new Needles(needles).find(text)).toEqual(found)
  })

  it('finds what searching for each alone finds', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '<'), maxLength: 60 })
    const needle = fc.string({ unit: fc.constantFrom('a', 'b', '<'), minLength: 4, maxLength: 7 })
    fc.assert(
      fc.property(fc.array(needle, { maxLength: 20 }), letters, (needles, text) => {
        const alone = needles.flatMap((one, index) => (text.includes(one) ? [index] : []))
        expect(new Needles(needles).find(text)).toEqual(alone)
      }),
      { numRuns: 500 },
    )
  })
})
