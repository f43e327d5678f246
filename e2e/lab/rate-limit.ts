/** A bucket of bytes that refills at a steady rate; holds at most a twentieth of a second's worth. */
export class RateLimit {
  private readonly bytesPerMs: number
  private readonly depth: number
  private stock: number
  private filledAt: number

  constructor(kbps: number, now: number) {
    this.bytesPerMs = kbps / 8
    this.depth = Math.max(1460, this.bytesPerMs * 50)
    this.stock = this.depth
    this.filledAt = now
  }

  /** How many of `wanted` bytes may pass now. */
  take(wanted: number, now: number): number {
    this.stock = Math.min(this.depth, this.stock + (now - this.filledAt) * this.bytesPerMs)
    this.filledAt = now
    const granted = Math.min(wanted, Math.floor(this.stock))
    this.stock -= granted
    return granted
  }

  /** Milliseconds until about one packet may pass. */
  wait(): number {
    return Math.max(1, (Math.min(1460, this.depth) - this.stock) / this.bytesPerMs)
  }
}
