/** How often we look whether time went on. */
const BEAT_MS = 1_000
/** A busy machine delays a beat by a second or two; a device that slept, or a browser that was frozen, by more. */
const MISSED_MS = 4_000
/** A laptop shut and opened at once may wake on another network: for whom a needless doubt costs one question. */
export const PAUSE_MS = 1_900

/**
 * Notices that we were stopped for a while: the device slept, or the system froze the browser. Whatever was under way
 * then has times that tell of the pause and not of the network. Both clocks are read, because the monotonic one stands
 * still in a sleeping Linux; a wall clock that was set looks the same, which costs one look more.
 */
export class Wakefulness {
  readonly #now: () => readonly [wall: number, monotonic: number]
  readonly #timer: ReturnType<typeof setInterval>
  #last: readonly [number, number]
  #noticed = -1
  readonly #missedMs: number

  constructor(
    now = (): readonly [number, number] => [Date.now(), performance.now()],
    missedMs: number = MISSED_MS,
  ) {
    this.#now = now
    this.#missedMs = missedMs
    this.#last = now()
    this.#timer = setInterval(() => this.#beat(), BEAT_MS)
  }

  #beat(): void {
    const [wall, monotonic] = this.#now()
    const missed = Math.max(Math.abs(wall - this.#last[0]), monotonic - this.#last[1]) > this.#missedMs
    if (missed) this.#noticed = monotonic
    this.#last = [wall, monotonic]
  }

  /** Runs `work` and says whether we were stopped in the middle of it. */
  async during<T>(work: () => Promise<T>): Promise<{ result: T; stopped: boolean }> {
    this.#beat()
    const [, from] = this.#now()
    const result = await work()
    // The first to run after a pause may be this, before the timer.
    this.#beat()
    return { result, stopped: this.#noticed > from }
  }

  /** When the last pause was noticed, on the monotonic clock; -1 for never. */
  get noticedAt(): number {
    return this.#noticed
  }

  end(): void {
    clearInterval(this.#timer)
  }
}
