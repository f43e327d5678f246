/** How long an idle connection may be used again: 300 s in Chromium, 115 s in Firefox, and some more to be sure. */
const KEPT_MS = 600_000

/**
 * Which names we opened connections for ourselves of late. A page that comes over an open connection although we
 * opened none for its name came over another name's (HTTP/2 coalescing), so a filter on its own name was not met.
 */
export class Connections {
  readonly #opened: Map<string, number>

  constructor(opened: Iterable<readonly [string, number]> = []) {
    this.#opened = new Map(opened)
  }

  opened(host: string, now: number): void {
    this.#opened.set(host, now)
  }

  isOurs(host: string, now: number): boolean {
    return now - (this.#opened.get(host) ?? Number.NEGATIVE_INFINITY) < KEPT_MS
  }

  /** What is worth keeping for the next worker. */
  entries(now: number): [string, number][] {
    return [...this.#opened].filter(([, at]) => now - at < KEPT_MS)
  }
}
