/** Zero columns: combining marks, joiners, variation selectors, and the invisible direction marks. */
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]$/u
/** Two columns: East Asian wide and fullwidth forms (Unicode TR 11), and pictures shown as emoji. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u
/** Letters of right-to-left scripts: Hebrew, Arabic, Syriac, Thaana, NKo and their presentation forms. */
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
const CONTROLS = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu

const FIRST_STRONG_ISOLATE = '\u2068'
const POP_ISOLATE = '\u2069'

/**
 * Text from the network, made harmless: no escape sequences, no line breaks, no direction overrides (which can make a
 * name read as another one, https://www.unicode.org/reports/tr36/).
 */
export function clean(text: string): string {
  return text.replace(CONTROLS, '\ufffd')
}

/** Columns the text takes on a terminal. */
export function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) columns += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return columns
}

/** Exactly `width` columns: cut with an ellipsis or filled with spaces. Right-to-left text stays within its cell. */
export function cell(text: string, width: number, align: 'start' | 'end' = 'start'): string {
  const cut = columnsOf(text) > width ? shorten(text, width) : text
  const space = ' '.repeat(Math.max(0, width - columnsOf(cut)))
  const inner = isolate(cut)
  return align === 'start' ? inner + space : space + inner
}

/** Keeps right-to-left text from pulling its left-to-right neighbours around. */
export function isolate(text: string): string {
  return RTL.test(text) ? `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}` : text
}

function shorten(text: string, width: number): string {
  if (width < 1) return ''
  let kept = ''
  let columns = 0
  for (const character of text) {
    const next = columnsOf(character)
    if (columns + next > width - 1) break
    kept += character
    columns += next
  }
  return `${kept}…`
}
