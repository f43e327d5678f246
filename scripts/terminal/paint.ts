/** The terminal's own sixteen colours, so that the user's theme keeps them readable on light and dark. */
const CODES = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
} as const
export type Ink = keyof typeof CODES

export type Paint = (ink: Ink, text: string) => string

export function painter(colour: boolean): Paint {
  return colour ? (ink, text) => `\u001b[${CODES[ink]}m${text}\u001b[0m` : (_ink, text) => text
}
