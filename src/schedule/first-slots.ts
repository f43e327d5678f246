export interface Widths {
  /** First looks at once. */
  first: number
  /** Diagnoses at once, beside them. */
  diagnosis: number
}

/**
 * Works through `items`: each holds one of `first` slots until it says that its first look is settled, so that a
 * target which hangs keeps nobody waiting; its diagnosis goes on outside. Only when `diagnosis` of those are under way
 * do first looks wait for one to end. Ends when all have ended; a failing item fails the whole only then, so that
 * nothing is cut off half-written.
 */
export async function inFirstSlots<T>(
  items: readonly T[],
  widths: Widths,
  work: (item: T, settled: () => void) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = []
  const waiting = [...items]
  let first = 0
  let diagnosing = 0
  await new Promise<void>((finished) => {
    const begin = (item: T) => {
      let settled = false
      const settle = () => {
        if (settled) return
        settled = true
        first--
        diagnosing++
        more()
      }
      const end = () => {
        if (settled) diagnosing--
        else first--
        settled = true
        more()
      }
      first++
      work(item, settle)
        .catch((error: unknown) => void errors.push(error))
        .then(end)
    }
    const more = () => {
      while (waiting.length > 0 && first < widths.first && diagnosing < widths.diagnosis) {
        begin(waiting.shift() as T)
      }
      if (waiting.length === 0 && first === 0 && diagnosing === 0) finished()
    }
    more()
  })
  if (errors.length > 0) throw errors[0]
}
