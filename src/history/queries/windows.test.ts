import { describe, expect, it } from 'vitest'
import { spanOf, WINDOWS } from './windows.ts'

const iso = (at: number) => new Date(at).toISOString().replace(/:00\.000Z$/, '')

describe('windows', () => {
  it.each([
    [
      '2024-11-17T15:20:00Z',
      {
        '24h': '2024-11-16T16:00 2024-11-17T16:00',
        '7d': '2024-11-11T00:00 2024-11-18T00:00',
        '30d': '2024-10-19T00:00 2024-11-18T00:00',
        '1y': '2023-11-19T00:00 2024-11-18T00:00',
      },
    ],
    [
      '2024-01-01T00:00:00Z',
      {
        '24h': '2023-12-31T01:00 2024-01-01T01:00',
        '7d': '2023-12-26T00:00 2024-01-02T00:00',
        '30d': '2023-12-03T00:00 2024-01-02T00:00',
        '1y': '2023-01-02T00:00 2024-01-02T00:00',
      },
    ],
  ])('at %s end with the running hour and day', (now, spans) => {
    const told = WINDOWS.map((name) => {
      const { from, to } = spanOf(name, Date.parse(now))
      return [name, `${iso(from)} ${iso(to)}`]
    })
    expect(Object.fromEntries(told)).toEqual(spans)
  })
})
