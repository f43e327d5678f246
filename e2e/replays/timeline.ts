/** What a line was like for a while: `national`: only what stood on the list answered. */
export type LineState = 'up' | 'weak' | 'national' | 'cut'

/** From here on, until the next. */
export interface Phase {
  at: number
  line: LineState
}

/** An instant that sources name, or the range in which they disagree; `at` is the instant that is played. */
export interface Instant {
  at: number
  range?: [from: number, to: number]
}

/** A stretch of trouble as it was published. */
export interface DocumentedWindow {
  what: string
  kind: 'offline' | 'national-only' | 'degraded'
  onset: Instant
  /** null: it went on into the next one, which was worse. */
  end: Instant
  source: string
}

/** One subscriber's line, and when the device on it was awake. */
export interface DocumentedLine {
  name: string
  networkId: string
  /** UTC hours of the day, fractions allowed. */
  awake: [from: number, to: number]
  windows: DocumentedWindow[]
  phases: Phase[]
}

export const utc = (text: string): number => Date.parse(`${text}Z`)

export function lineAt(phases: readonly Phase[], at: number): LineState {
  return phases.findLast((phase) => phase.at <= at)?.line ?? 'up'
}
