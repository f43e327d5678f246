import { describe, expect, it } from 'vitest'
import { figure, median } from './figure.ts'

describe('figure', () => {
  it('takes the median and shows the spread', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(() => median([])).toThrow()
    expect(figure('a.b', 's', [3, 1, 2], { name: 'peer', values: [9] })).toEqual({
      name: 'a.b',
      unit: 's',
      value: 2,
      peer: 'peer',
      peerValue: 9,
      n: 3,
      spread: [1, 3],
    })
    expect(figure('a.b', 's', [1.23456])).not.toHaveProperty('peer')
  })
})
