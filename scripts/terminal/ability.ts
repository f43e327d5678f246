/** What the place we print to can show. */
export interface Ability {
  /** A terminal whose lines can be redrawn. */
  live: boolean
  colour: boolean
  /** Glyphs beyond ASCII. */
  unicode: boolean
  columns: number
  rows: number
}

interface Output {
  isTTY?: boolean | undefined
  columns?: number | undefined
  rows?: number | undefined
}

/** Colours only on a terminal, and not against NO_COLOR (https://no-color.org/) or TERM=dumb. */
export function abilityOf(output: Output, env: Readonly<Record<string, string | undefined>>): Ability {
  const terminal = output.isTTY === true && env.TERM !== 'dumb'
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || ''
  return {
    live: terminal,
    colour: terminal && !env.NO_COLOR,
    unicode: !terminal || /utf-?8/i.test(locale),
    columns: output.columns && output.columns > 0 ? output.columns : 100,
    rows: output.rows && output.rows > 0 ? output.rows : 24,
  }
}
