/**
 * `nxdomain`: no such name. `server-failure`: the resolver answered, with an error of the name's servers. `timeout`:
 * nothing came in time. `unreachable`: our resolver does not serve us, so nothing can be said of anybody's site.
 */
export type DnsFailureKind = 'nxdomain' | 'server-failure' | 'timeout' | 'unreachable'

/** What a `Resolve` throws. */
export class DnsFailure extends Error {
  override readonly name = 'DnsFailure'
  readonly kind: DnsFailureKind

  constructor(kind: DnsFailureKind) {
    super(`DNS: ${kind}`)
    this.kind = kind
  }
}

/** Addresses of a name, of one family; [] when it has none. Throws DnsFailure. */
export type Resolve = (name: string, type: 'A' | 'AAAA', signal: AbortSignal) => Promise<string[]>
