/**
 * Who is let in while others are being served, after the tiers of OONI's helper, which gives its own probes the upper
 * half by their User-Agent. Ours send none (it would tell the user's browser), so the upper half goes by fairness: one
 * question a client. A client that floods the helper fills the lower half only.
 */
export class Admission {
  private readonly anyone: number
  private readonly all: number
  private readonly clients = new Map<string, number>()
  private total = 0

  constructor(limits: { inFlightAnyone: number; inFlight: number }) {
    this.anyone = limits.inFlightAnyone
    this.all = limits.inFlight
  }

  /** The way out again, or null: come back later. */
  enter(client: string): (() => void) | null {
    const mine = this.clients.get(client) ?? 0
    if (this.total >= this.all || (this.total >= this.anyone && mine > 0)) return null
    this.total++
    this.clients.set(client, mine + 1)
    let inside = true
    return () => {
      if (!inside) return
      inside = false
      this.total--
      const left = (this.clients.get(client) ?? 1) - 1
      if (left > 0) this.clients.set(client, left)
      else this.clients.delete(client)
    }
  }
}
