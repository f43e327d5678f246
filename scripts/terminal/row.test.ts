import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONFIDENCES, MECHANISMS, STATUSES, UNTESTED_REASONS } from '../../core/model/status.ts'
import { verdict } from '../../e2e/run/verdict-fixture.ts'
import { duration, layoutFor, renderRow, type TableRow } from './row.ts'
import { columnsOf } from './width.ts'
import { hostOf, inPlainWords } from './words.ts'

const PLAIN = { colour: false, unicode: true }
const blocked: TableRow = {
  url: 'https://news.example/',
  verdict: verdict({ status: 'blocked', mechanism: 'tls-sni', confidence: 'likely' }),
  ms: 1234,
}

describe('renderRow', () => {
  it('says shape, word, host, mechanism in plain words, confidence and time', () => {
    const line = renderRow(blocked, layoutFor([blocked], 100), PLAIN)
    expect(line).toMatch(/^⊖ blocked +news\.example +cut off when its name is seen \(TLS\) +likely +1\.2 s$/)
  })

  it('does without glyphs where they cannot be shown', () => {
    expect(renderRow(blocked, layoutFor([blocked], 100), { colour: false, unicode: false })).toMatch(
      /^X blocked/,
    )
  })

  it('uses colour only when told', () => {
    const layout = layoutFor([blocked], 100)
    expect(renderRow(blocked, layout, PLAIN)).not.toContain('\u001b')
    expect(renderRow(blocked, layout, { colour: true, unicode: true })).toContain('\u001b[31m')
  })

  it('shows a target that is still looked at', () => {
    expect(renderRow({ ...blocked, verdict: null, ms: null }, layoutFor([blocked], 80), PLAIN)).toMatch(
      /^… looking +news\.example$/,
    )
  })

  it('lets no escape sequence through from a URL or a hop', () => {
    const row: TableRow = {
      url: 'not a url \u001b[2J',
      verdict: verdict({ status: 'blocked', mechanism: 'dns', hop: 'x\u001b[1m' }),
      ms: 1,
    }
    expect(renderRow(row, layoutFor([row], 120), PLAIN)).not.toContain('\u001b')
  })

  it('is never wider than the terminal', () => {
    const anyVerdict = fc.record({
      status: fc.constantFrom(...STATUSES),
      mechanism: fc.constantFrom(null, ...MECHANISMS),
      confidence: fc.constantFrom(null, ...CONFIDENCES),
      reason: fc.constantFrom(null, ...UNTESTED_REASONS),
    })
    const anyUrl = fc.oneof(fc.webUrl(), fc.string({ unit: 'grapheme' }))
    fc.assert(
      fc.property(anyVerdict, anyUrl, fc.integer({ min: 25, max: 200 }), (over, url, columns) => {
        const row = { url, verdict: verdict(over), ms: 8 }
        expect(columnsOf(renderRow(row, layoutFor([row], columns), PLAIN))).toBeLessThanOrEqual(columns)
      }),
    )
  })
})

describe('words', () => {
  it('has a sentence for every mechanism and reason', () => {
    for (const mechanism of MECHANISMS) {
      expect(inPlainWords(verdict({ status: 'blocked', mechanism }))).not.toBe('')
    }
    for (const reason of UNTESTED_REASONS) {
      expect(inPlainWords(verdict({ status: 'untested', reason }))).not.toBe('')
    }
    expect(inPlainWords(verdict())).toBe('')
  })

  it('shortens URLs without losing what tells them apart', () => {
    expect(hostOf('https://a.example/')).toBe('a.example')
    expect(hostOf('http://a.example/')).toBe('http://a.example')
    expect(hostOf('https://a.example:8443/x?y')).toBe('a.example:8443/x?y')
  })
})

it('spells durations', () => {
  expect([0, 999, 999.6, 61_000].map(duration)).toEqual(['0 ms', '999 ms', '1.0 s', '61.0 s'])
})
