/**
 * A body on its way, read on by itself until it ends, reaches `limit` or is given up: what is left unread on one
 * HTTP/2 connection would stand in front of the next answer.
 */
export class ArrivingBody {
  bytes = 0
  /** performance.now() of the first and the latest chunk. */
  firstAt: number | null = null
  lastAt: number | null = null
  state: 'open' | 'whole' | 'broken' = 'open'
  /** Bytes at which it is given up. */
  limit: number
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  #wake = (): void => {}

  constructor(body: ReadableStream<Uint8Array> | null, limit: number) {
    this.limit = limit
    this.#reader = body?.getReader()
    void this.#read()
  }

  /** Waits for the next chunk or the end; false when neither came in time. */
  async moves(ms: number): Promise<boolean> {
    if (this.state !== 'open') return true
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), Math.max(0, ms))
    })
    const moved = new Promise<true>((resolve) => {
      this.#wake = () => resolve(true)
    })
    const came = await Promise.race([moved, late])
    clearTimeout(timer)
    return came
  }

  giveUp(): void {
    if (this.state === 'open') this.#end('whole')
    this.#reader?.cancel().catch(() => {})
  }

  async #read(): Promise<void> {
    try {
      while (this.state === 'open') {
        const next = await this.#reader?.read()
        if (this.state !== 'open') return
        if (!next || next.done) return this.#end('whole')
        this.lastAt = performance.now()
        this.firstAt ??= this.lastAt
        this.bytes += next.value.byteLength
        this.#wake()
        if (this.bytes >= this.limit) this.giveUp()
      }
    } catch {
      this.#end('broken')
    }
  }

  #end(state: 'whole' | 'broken'): void {
    if (this.state === 'open') this.state = state
    this.#wake()
  }
}
