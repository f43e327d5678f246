/**
 * Lets transfer tests run one at a time, and only when no first look is under way, so that nothing of ours competes
 * with what they measure.
 */
export class Turns {
  #firstLooks = 0
  #busy = false
  readonly #queue: { begin: () => void }[] = []

  async firstLook<T>(look: () => Promise<T>): Promise<T> {
    this.#firstLooks++
    try {
      return await look()
    } finally {
      this.#firstLooks--
      this.#next()
    }
  }

  /** null when its turn had not come in time, or the wait was ended. */
  async alone<T>(work: () => Promise<T>, waitMs: number, signal: AbortSignal): Promise<T | null> {
    if (!(await this.#turn(waitMs, signal))) return null
    try {
      return await work()
    } finally {
      this.#busy = false
      this.#next()
    }
  }

  #turn(waitMs: number, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false)
    return new Promise((resolve) => {
      const settle = (mine: boolean) => {
        clearTimeout(timer)
        signal.removeEventListener('abort', giveUp)
        const place = this.#queue.indexOf(waiting)
        if (place >= 0) this.#queue.splice(place, 1)
        resolve(mine)
      }
      const giveUp = () => settle(false)
      const waiting = { begin: () => settle(true) }
      const timer = setTimeout(giveUp, waitMs)
      signal.addEventListener('abort', giveUp)
      this.#queue.push(waiting)
      this.#next()
    })
  }

  #next(): void {
    if (this.#busy || this.#firstLooks > 0) return
    const first = this.#queue[0]
    if (!first) return
    this.#busy = true
    first.begin()
  }
}
