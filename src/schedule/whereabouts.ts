import type { Observation } from '../../core/model/observation.ts'
import type { Sweep } from '../history/records.ts'
import type { MeasuredTarget } from '../measure/target.ts'
import { PAUSE_MS, Wakefulness } from '../measure/wakefulness.ts'
import type { SweeperDeps } from './ports.ts'

type Deps = Pick<SweeperDeps, 'whereNow' | 'unknownNetwork' | 'now' | 'monotonic'>

/**
 * Says of which network a finished look of one run tells; made when the run begins. A sweep that moves cuts its looks off; but a device may wake
 * on another network, or its network may change, without any hint to us in time (Firefox 153 just opens the connection
 * anew): after such a thing it is asked before the look is believed. Nor is a look filed as nowhere's while somebody
 * is about to tell where we are.
 */
export class Whereabouts {
  readonly #sweep: Sweep
  readonly #planned: string
  readonly #deps: Deps
  readonly #signal: AbortSignal
  readonly #awake: Wakefulness
  #asked: { at: number; answer: Promise<string> } | null = null

  constructor(sweep: Sweep, deps: Deps, signal: AbortSignal) {
    this.#sweep = sweep
    this.#planned = sweep.networkId
    this.#deps = deps
    this.#signal = signal
    this.#awake = new Wakefulness(() => [deps.now(), deps.monotonic()], PAUSE_MS)
  }

  /** `networkId` is null for a look that tells of no network, or of more than one: it is to be made again. */
  async during(
    look: () => Promise<MeasuredTarget>,
  ): Promise<{ measured: MeasuredTarget; networkId: () => Promise<string | null> }> {
    const { result: measured } = await this.#awake.during(look)
    // A pause before it counts as well: the network was asked for before that.
    const doubtAt = Math.max(this.#awake.noticedAt, this.#cutAt(measured.observations))
    return { measured, networkId: () => this.#networkOf(doubtAt) }
  }

  end(): void {
    this.#awake.end()
  }

  async #networkOf(doubtAt: number): Promise<string | null> {
    const { unknownNetwork } = this.#deps
    if (doubtAt < 0 && this.#sweep.networkId !== unknownNetwork) return this.#sweep.networkId
    // Looks that end one after another after the same pause share one question.
    if (!this.#asked || this.#asked.at < doubtAt) {
      this.#asked = { at: this.#deps.monotonic(), answer: this.#unlessStopped(this.#deps.whereNow()) }
    }
    const here = await this.#asked.answer
    if (here === unknownNetwork) return doubtAt < 0 ? this.#sweep.networkId : unknownNetwork
    return this.#planned === unknownNetwork || here === this.#planned ? here : null
  }

  #unlessStopped(answer: Promise<string>): Promise<string> {
    const stopped = new Promise<string>((resolve) => {
      const stop = () => resolve(this.#deps.unknownNetwork)
      if (this.#signal.aborted) stop()
      this.#signal.addEventListener('abort', stop, { once: true })
    })
    return Promise.race([answer, stopped])
  }

  /** When the browser last cut one of them off because the device's network changed under it; -1 for never. */
  #cutAt(observations: readonly Observation[]): number {
    const ends = observations.filter(wasCutByChange).map(({ at, ms }) => at + ms)
    const { now, monotonic } = this.#deps
    return ends.length > 0 ? monotonic() - Math.max(0, now() - Math.max(...ends)) : -1
  }
}

export const wasCutByChange = (o: Observation): boolean =>
  'failure' in o && o.failure?.code === 'local.network_changed'
