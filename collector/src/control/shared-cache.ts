export interface SharedCacheOptions<T> {
  entries: number
  now: () => number
  /** How long this value may serve again. */
  ttlMs: (value: T) => number
}

/**
 * Answers kept for a while, and one piece of work for all who want the same at the same time. What throws is kept for
 * nobody. The entry used longest ago makes room.
 */
export class SharedCache<T> {
  private readonly options: SharedCacheOptions<T>
  private readonly kept = new Map<string, { value: T; until: number }>()
  private readonly underway = new Map<string, Promise<T>>()

  constructor(options: SharedCacheOptions<T>) {
    this.options = options
  }

  /** Whether `get` would cost nothing. */
  has(key: string): boolean {
    return this.underway.has(key) || this.fresh(key) !== null
  }

  get(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.fresh(key)
    if (known !== null) return Promise.resolve(known.value)
    const already = this.underway.get(key)
    if (already) return already
    const work = make()
      .then((value) => {
        this.keep(key, value)
        return value
      })
      .finally(() => this.underway.delete(key))
    this.underway.set(key, work)
    return work
  }

  private fresh(key: string): { value: T } | null {
    const entry = this.kept.get(key)
    if (!entry) return null
    this.kept.delete(key)
    if (entry.until <= this.options.now()) return null
    this.kept.set(key, entry)
    return entry
  }

  private keep(key: string, value: T): void {
    const ttl = this.options.ttlMs(value)
    if (ttl <= 0) return
    this.kept.set(key, { value, until: this.options.now() + ttl })
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= this.options.entries) break
      this.kept.delete(oldest)
    }
  }
}
