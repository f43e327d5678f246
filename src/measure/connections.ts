/** How long an idle connection may be used again: 300 s in Chromium, 115 s in Firefox, and some more to be sure. */
const KEPT_MS = 600_000

/** One name's newest connection, as far as we know. */
export interface Opened {
  at: number
  ip: string | null
  /** SHA-256 of the certificate it was opened with; Firefox only. */
  leaf: string | null
  /** It was asked under this name, and the look was cut off before it told whether that opened a connection. */
  cut?: true | undefined
}

/**
 * Which names we opened connections for ourselves of late. A page that comes over an open connection although we
 * opened none for its name came over another name's (HTTP/2 coalescing, RFC 9113 section 9.1.1), so a filter on its
 * own name was not met.
 */
export class Connections {
  readonly #opened: Map<string, Opened>
  readonly #cut: Map<string, Opened>
  /** Of these nobody will tell if we are ended now. */
  readonly #expected = new Map<string, Opened>()

  constructor(known: Iterable<readonly [string, Opened]> = []) {
    const all = [...known]
    this.#opened = new Map(all.filter(([, { cut }]) => !cut))
    this.#cut = new Map(all.filter(([, { cut }]) => cut))
  }

  opened(host: string, connection: Opened): void {
    this.#opened.set(host, connection)
    this.#expected.delete(host)
  }

  /** These will be asked under. */
  expect(hosts: Iterable<string>, at: number): void {
    for (const host of hosts) this.#expected.set(host, cutAt(at))
  }

  /** A look under this name ended without an answer; the browser may keep its connection all the same. */
  cutOff(host: string, at: number): void {
    this.#cut.set(host, cutAt(at))
  }

  isOurs(host: string, now: number): boolean {
    return isFresh(this.#opened.get(host), now)
  }

  /** It may be what a look that was cut off has left: nothing else that we know of is open to that address. */
  mayBeLeftByOurs(host: string, { at, ip }: Opened): boolean {
    if (ip === null || !isFresh(this.#cut.get(host), at)) return false
    return !this.#fresh(at).some(([name, other]) => name !== host && other.ip === ip)
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
    const unsure = [...this.#cut, ...this.#expected].filter(([, seen]) => isFresh(seen, now))
    // A name's last entry counts, and a connection that was seen more than one that may be.
    return [...new Map([...unsure, ...this.#fresh(now)])]
  }

  #fresh(now: number): [string, Opened][] {
    return [...this.#opened].filter(([, seen]) => isFresh(seen, now))
  }
}

const cutAt = (at: number): Opened => ({ at, ip: null, leaf: null, cut: true })
const isFresh = (seen: Opened | undefined, now: number): boolean =>
  seen !== undefined && now - seen.at < KEPT_MS
