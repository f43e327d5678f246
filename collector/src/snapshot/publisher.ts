import type { KeyObject } from 'node:crypto'
import { WEB_PORTS } from '../control/askable-url.ts'
import type { Measure } from '../control/measure.ts'
import { buildSnapshot } from './build.ts'
import { type Edition, editionOf } from './edition.ts'
import type { Shelf } from './shelf.ts'
import { signSnapshot } from './signing.ts'

export interface PublisherOptions {
  urls: readonly string[]
  key: KeyObject
  /** With caches of its own, or none: an entry says when it was looked at. */
  measure: Measure
  ports?: readonly number[]
  /** Epoch ms. */
  now?: () => number
  everyMs?: number
  validMs?: number
  width?: number
  shelf?: Shelf
  log?: (line: string) => void
}

const MINUTE = 60_000

/** Makes a snapshot of the public list again and again. The last good one is served until the next is complete. */
export class SnapshotPublisher {
  private readonly options: Required<Omit<PublisherOptions, 'shelf'>> & { shelf: Shelf | null }
  private edition: Edition | null = null
  private underway: Promise<boolean> | null = null
  private timer: NodeJS.Timeout | null = null
  private stopped = false

  constructor(options: PublisherOptions) {
    this.options = {
      ports: WEB_PORTS,
      now: Date.now,
      everyMs: 15 * MINUTE,
      validMs: 60 * MINUTE,
      width: 16,
      log: () => {},
      ...options,
      shelf: options.shelf ?? null,
    }
  }

  /** null before the first is complete, and when making new ones failed for so long that the last one has expired. */
  current(): Edition | null {
    return this.edition && this.edition.expiresAt > this.options.now() ? this.edition : null
  }

  /** Begins with what the shelf has, and the first snapshot at once. */
  async start(): Promise<void> {
    const kept = await this.options.shelf?.load()
    if (kept) this.edition ??= await editionOf(kept.signed, kept.expiresAt)
    void this.turn()
  }

  stop(): void {
    this.stopped = true
    if (this.timer) clearTimeout(this.timer)
  }

  /** One snapshot, now; whether it was published. Asked for twice, it is made once. */
  remake(): Promise<boolean> {
    this.underway ??= this.make().finally(() => {
      this.underway = null
    })
    return this.underway
  }

  private async turn(): Promise<void> {
    const begun = this.options.now()
    await this.remake()
    if (this.stopped) return
    // A list too long for its quarter of an hour gets a minute's rest, not two builds at once.
    const rest = Math.max(MINUTE, this.options.everyMs - (this.options.now() - begun))
    this.timer = setTimeout(() => void this.turn(), rest)
  }

  private async make(): Promise<boolean> {
    const { key, shelf, log } = this.options
    try {
      const snapshot = await buildSnapshot(this.options)
      const signed = signSnapshot(snapshot, key)
      this.edition = await editionOf(signed, snapshot.expiresAt)
      await shelf?.save(signed).catch((error: unknown) => {
        log(`snapshot: published, but not saved for a restart: ${messageOf(error)}`)
      })
      return true
    } catch (error) {
      const left = this.current()
      const state = left
        ? `the last one stays until ${new Date(left.expiresAt).toISOString()}`
        : 'there is none'
      log(`snapshot: none made: ${messageOf(error)}; ${state}`)
      return false
    }
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
