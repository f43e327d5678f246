/** How long an idle connection may be used again: 300 s in Chromium, 115 s in Firefox, and some more to be sure. */
const KEPT_MS = 600_000

/** One name's newest connection, as far as we know. */
export interface Opened {
  at: number
  ip: string | null
  /** SHA-256 of the certificate it was opened with; Firefox only. */
  leaf: string | null
}

/**
 * Which names we opened connections for ourselves of late. A page that comes over an open connection although we
 * opened none for its name came over another name's (HTTP/2 coalescing, RFC 9113 section 9.1.1), so a filter on its
 * own name was not met.
 */
export class Connections {
  readonly #opened: Map<string, Opened>

  constructor(opened: Iterable<readonly [string, Opened]> = []) {
    this.#opened = new Map(opened)
  }

  opened(host: string, connection: Opened): void {
    this.#opened.set(host, connection)
  }

  isOurs(host: string, now: number): boolean {
    return this.#fresh(now).some(([name]) => name === host)
  }

  /**
   * Whether another name's connection could have brought this answer. Firefox shows the phases of its own failed
   * attempts for a page that then came over another name's connection, so there timing alone cannot tell; the same
   * address and the same certificate are what coalescing needs.
   */
  couldBeAnothers(host: string, { at, ip, leaf }: Opened): boolean {
    if (ip === null || leaf === null) return false
    return this.#fresh(at).some(([name, other]) => name !== host && other.ip === ip && other.leaf === leaf)
  }

  /** What is worth keeping for the next worker. */
  entries(now: number): [string, Opened][] {
    return this.#fresh(now)
  }

  #fresh(now: number): [string, Opened][] {
    return [...this.#opened].filter(([, { at }]) => now - at < KEPT_MS)
  }
}
