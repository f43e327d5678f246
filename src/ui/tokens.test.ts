import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { STATUSES } from '../../core/model/status.ts'

const css = readFileSync('src/ui/tokens.css', 'utf8')
const [lightPart = '', darkPart = ''] = css.split('@media')
const light = colours(lightPart)
const dark = { ...light, ...colours(darkPart) }

function colours(part: string): Record<string, string> {
  return Object.fromEntries(
    [...part.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]),
  )
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

const TEXT = [
  ...['ink', 'ink2', 'ink3', 'accent'].flatMap((ink) => [
    [ink, 'bg'],
    [ink, 'card'],
  ]),
  ['accent-ink', 'accent'],
  ['ink', 'throttled-bg'],
  ...STATUSES.flatMap((status) => [
    [`${status}-ink`, `${status}-bg`],
    [`${status}-ink`, 'card'],
    [`${status}-ink`, 'bg'],
  ]),
]

/** Shapes and edges that carry meaning: WCAG 1.4.11 asks for 3. Untested is meant to recede: its word is beside it. */
const SHAPES = [...STATUSES.filter((status) => status !== 'untested'), 'edge', 'focus'].map((shape) => [
  shape,
  'card',
])

describe.each([
  ['light', light],
  ['dark', dark],
])('%s theme', (_name, theme) => {
  const ratio = (ink = '', ground = '') => {
    const one = theme[ink]
    const other = theme[ground]
    if (!one || !other) throw new Error(`No colour ${ink} or ${ground}`)
    return contrast(one, other)
  }

  it.each(TEXT)('%s reads on %s', (ink, ground) => {
    expect(ratio(ink, ground)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(SHAPES)('%s shows on %s', (shape, ground) => {
    expect(ratio(shape, ground)).toBeGreaterThanOrEqual(3)
  })
})

describe('contrast', () => {
  it('is 21 for black on white and 1 for a colour on itself', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrast('#c8460a', '#c8460a')).toBe(1)
  })
})
