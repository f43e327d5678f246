import type { Network } from '../history/records.ts'
import { PAUSE_MS, Wakefulness } from '../measure/wakefulness.ts'
import type { NamelessRequest } from '../platform/strip-headers.ts'
import { opinionsAllowed } from '../settings/opinions.ts'
import type { Settings } from '../settings/settings.ts'
import type { LookupTimes } from './ask.ts'
import { networkOf } from './current.ts'
import { type Found, networkIdOf } from './found.ts'
import { knownAddresses } from './known-addresses.ts'
import { findNetwork, lookupsOf, type Tried } from './lookup.ts'
import { type NetworksMemory, networksMemory } from './memory.ts'
import type { NetworksArea, NetworksState } from './state.ts'
import { looksLikeVpn } from './vpn.ts'

/** Why it is asked anew. `moved`: something hints that the network is another one now. */
export type RefreshCause = 'sweep' | 'heartbeat' | 'asked' | 'moved'

export interface Refreshed {
  network: Network
  /** It is another one than before. */
  changed: boolean
  /** Why nobody confirmed it; `slow`: it is still asked, and `onChanged` will tell. null when confirmed. */
  why: 'not-allowed' | 'failed' | 'slow' | null
}

export interface RefreshOptions {
  /** Answer after this long, whatever is known then. */
  waitMs?: number
  /** What was confirmed less than this ago is answered without asking, unless something hints at a change. */
  freshMs?: number
}

export interface RefresherDeps {
  area: NetworksArea
  settings(): Promise<Settings>
  mayReach(url: string): Promise<boolean>
  /** Rejects where the browser would let our name through. */
  stripHeaders(requests: readonly NamelessRequest[]): Promise<void>
  watchProxied(urls: readonly string[]): { told(): Promise<boolean | null>; stop(): void }
  fetch: typeof globalThis.fetch
  times: LookupTimes
  /** A look-up's questions count like any other request of ours. */
  spend(cost: { requests: number; bytes: number }): void
  /** Keeps the network's row in the history; may reject. */
  note(network: Network): Promise<void>
  /** The network has become another one: told whoever asked. */
  onChanged(network: Network): void
  now(): number
  after(ms: number): Promise<void>
}

/** Without a confirmation, and without a hint at a change, the last network is believed this long. */
const BELIEVED_MS = 24 * 3_600_000

/**
 * Keeps what is known of the network we are on.
 *
 *   unknown --found--> known --found another--> known (onChanged)
 *      ^                 |-- hint at a change --> doubted: asked until somebody answers
 *      '-----------------'  nobody answers: at once when doubted, else after a day
 */
export class Refresher {
  readonly #deps: RefresherDeps
  readonly #memory: NetworksMemory
  readonly #asked = new Set<Promise<Refreshed>>()
  #running: Promise<Refreshed> | null = null
  #next: Promise<Refreshed> | null = null

  constructor(deps: RefresherDeps) {
    this.#deps = deps
    this.#memory = networksMemory(deps.area)
  }

  /** Never rejects. Who asks while somebody else does shares the answer, if the question was put late enough. */
  refresh(cause: RefreshCause, options: RefreshOptions = {}): Promise<Refreshed> {
    const answer = this.#answer(cause, options)
    this.#asked.add(answer)
    void answer.finally(() => this.#asked.delete(answer))
    return answer
  }

  async #answer(cause: RefreshCause, { waitMs, freshMs = 0 }: RefreshOptions): Promise<Refreshed> {
    try {
      const state = await this.#memory.read()
      const urgent = cause === 'asked' || cause === 'moved'
      if (!urgent && !state.doubted && this.#age(state) < freshMs) {
        return { network: networkOf(state.current, 0), changed: false, why: null }
      }
      const look = this.#begin(cause, urgent)
      if (waitMs === undefined) return await look
      return await Promise.race([look, this.#deps.after(waitMs).then(() => this.#unasked())])
    } catch (error) {
      console.error('network', error)
      return { network: networkOf(null, this.#deps.now()), changed: false, why: 'failed' }
    }
  }

  /** As if just installed: no network, no address is remembered, and the salt is another one. */
  async forget(): Promise<void> {
    // A look under way would write again what it found.
    await Promise.all(this.#asked)
    while (this.#running) await this.#running.catch(() => {})
    await this.#memory.forget()
  }

  /** How old the last confirmation is; without one, or with one from the future, too old for anything. */
  #age({ current }: NetworksState): number {
    const age = current ? this.#deps.now() - current.confirmedAt : -1
    return age >= 0 ? age : Number.POSITIVE_INFINITY
  }

  #begin(cause: RefreshCause, urgent: boolean): Promise<Refreshed> {
    if (!this.#running) return this.#start(cause)
    if (!urgent) return this.#running
    // What is under way may have been asked on the network before.
    this.#next ??= this.#running
      .catch(() => {})
      .then(() => {
        this.#next = null
        return this.#start(cause)
      })
    return this.#next
  }

  #start(cause: RefreshCause): Promise<Refreshed> {
    const look = this.#look(cause)
    const ended = () => {
      if (this.#running === look) this.#running = null
    }
    this.#running = look
    look.then(ended, ended)
    return look
  }

  /** It takes long: what is remembered, or nothing when that is in doubt. Better nowhere than at the wrong place. */
  async #unasked(): Promise<Refreshed> {
    const state = await this.#memory.read()
    const network = networkOf(state.current, this.#deps.now())
    if (!state.doubted || !state.current) return { network, changed: false, why: 'slow' }
    await this.#settle(null, state.tried)
    return { network: networkOf(null, this.#deps.now()), changed: true, why: 'slow' }
  }

  async #look(cause: RefreshCause): Promise<Refreshed> {
    if (cause === 'moved') await this.#memory.change(() => ({ doubted: true }))
    const settings = await this.#deps.settings()
    if (!opinionsAllowed(settings).networks) return this.#keep('not-allowed', [])
    const lookups = lookupsOf(settings.networkLookup)
    const requests = lookups.flatMap((lookup) => lookup.requests)
    const stripped = await this.#deps.stripHeaders(requests).then(
      () => true,
      () => false,
    )
    if (!stripped) return this.#keep('failed', [{ name: '', why: 'headers' }])
    const watch = this.#deps.watchProxied(requests.map(({ url }) => url))
    try {
      const { mayReach, fetch, times, now, spend } = this.#deps
      const known = knownAddresses(this.#memory, now)
      const { found, tried } = await unlessAsleep(() =>
        findNetwork(lookups, { fetch, times, known, mayReach, spend }),
      )
      return found ? this.#found(found, (await watch.told()) === true, tried) : this.#keep('failed', tried)
    } finally {
      watch.stop()
    }
  }

  async #found(found: Found, proxied: boolean, tried: Tried[]): Promise<Refreshed> {
    const id = networkIdOf(found, proxied)
    const at = this.#deps.now()
    const { current } = await this.#memory.read()
    const firstSeen = current?.id === id ? Math.min(current.firstSeen, at) : at
    const next = { id, ...found, vpn: proxied || looksLikeVpn(found), firstSeen, confirmedAt: at }
    return { ...(await this.#settle(next, tried)), why: null }
  }

  async #keep(why: 'not-allowed' | 'failed', tried: Tried[]): Promise<Refreshed> {
    const state = await this.#memory.read()
    const believed = !state.doubted && this.#age(state) < BELIEVED_MS
    if (!believed) return { ...(await this.#settle(null, tried)), why }
    await this.#memory.change(() => ({ tried }))
    return { network: networkOf(state.current, 0), changed: false, why }
  }

  async #settle(
    current: NetworksState['current'],
    tried: NetworksState['tried'],
  ): Promise<Omit<Refreshed, 'why'>> {
    const before = (await this.#memory.read()).current
    // In doubt until somebody confirms anything.
    await this.#memory.change(({ doubted }) => ({ current, tried, doubted: doubted && current === null }))
    const network = networkOf(current, this.#deps.now())
    // A full disk costs the row, not the sweep; the next look notes it again.
    await this.#deps.note(network).catch((error: unknown) => console.error('network', error))
    const changed = (before?.id ?? null) !== (current?.id ?? null)
    if (changed) this.#deps.onChanged(network)
    return { network, changed }
  }
}

/** A device that slept in the middle may have woken on another network: what it heard before tells of the first. */
async function unlessAsleep<T>(look: () => Promise<T>): Promise<T> {
  const awake = new Wakefulness(undefined, PAUSE_MS)
  try {
    const { result, stopped } = await awake.during(look)
    return stopped ? await look() : result
  } finally {
    awake.end()
  }
}
