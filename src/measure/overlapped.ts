/** `null` is no answer, and the next one's turn; a rejection counts as that. */
export type Ask<H, A> = (helper: H, signal: AbortSignal) => Promise<A | null>

export interface OverlapTimes {
  /** The next one is asked beside the silent when this has passed. */
  nextAfterMs: number
  /** All together. */
  overallMs: number
}

/**
 * Asks one after another, in order, until somebody answers: the next at once when the one asked last has no answer to
 * give, or beside it when it is silent for long (as OONI's probe asks its test helpers). Whoever is still being asked
 * at the end is let go. null when nobody answered.
 */
export function askOverlapped<H, A>(
  helpers: readonly H[],
  ask: Ask<H, A>,
  { nextAfterMs, overallMs }: OverlapTimes,
  signal: AbortSignal,
): Promise<A | null> {
  return new Promise((resolve) => {
    const letGo = new AbortController()
    const over = AbortSignal.any([signal, letGo.signal])
    let asked = 0
    let pending = 0
    let turn: ReturnType<typeof setTimeout> | undefined
    const end = (answer: A | null) => {
      clearTimeout(turn)
      clearTimeout(deadline)
      resolve(answer)
      letGo.abort()
    }
    const deadline = setTimeout(end, overallMs, null)
    signal.addEventListener('abort', () => end(null), { signal: letGo.signal })

    const next = () => {
      clearTimeout(turn)
      const mine = asked
      const helper = helpers[mine]
      if (over.aborted || (helper === undefined && pending === 0)) return end(null)
      if (helper === undefined) return
      asked++
      pending++
      turn = setTimeout(next, nextAfterMs)
      void ask(helper, over)
        .catch(() => null)
        .then((answer) => {
          pending--
          if (answer !== null) end(answer)
          // An earlier one that gives up late leaves the later one its time.
          else if (asked === mine + 1 || pending === 0) next()
        })
    }
    next()
  })
}
