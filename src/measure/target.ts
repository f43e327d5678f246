import type { Observation } from '../../core/model/observation.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import { type JudgeInput, judge } from '../../core/verdict/judge.ts'
import { EARLY_MS, idOf, type Look, nextLooks, PAGE_TIMEOUT_MS } from '../../core/verdict/plan.ts'
import { BROWSER } from '../platform/which.ts'
import { maySayEarly, readsTheSame } from './early-word.ts'
import { LIMITS } from './limits.ts'

/** Carries out one look; may answer with several observations (each resolver, each reference). */
export type CarryOut = (look: Look, signal: AbortSignal) => Promise<Observation[]>

export interface Cost {
  /** Network requests. */
  requests: number
  /** Decoded bytes received. */
  bytes: number
}

export interface MeasureTarget {
  url: string
  allSites: boolean
  /** ISO 3166 code of where we are, '' when unknown. */
  country: string
  secondOpinions: boolean
  /** A control helper or a snapshot can be had. */
  control: boolean
  /** Whether the size budget has room for one more transfer test. */
  transfers: () => boolean
  /** A look to confirm an anomaly seen before. */
  retest: boolean
  /** Whether this sweep may still spend on diagnosis; when not, the page is asked and nothing more. */
  mayDiagnose: () => boolean
  carryOut: CarryOut
  signal: AbortSignal
  /** What can be said before the diagnosis has ended; called again only when it changes. */
  onEarly: (verdict: Verdict) => void
  /** What the looks that have ended cost so far, while others are under way. */
  onCost?: (cost: Cost) => void
  /** Called once: the page look has ended or is slow, so another target may begin. */
  onSettledFirst: () => void
  /** What is asked next; the plan unless a test says otherwise. */
  next?: typeof nextLooks
}

export interface MeasuredTarget {
  observations: Observation[]
  verdict: Verdict
  ms: number
  requests: number
  bytes: number
}

interface Pending {
  look: Look
  since: number
  abort: AbortController
}

const isFirst = (look: Look): boolean => look.kind === 'page' && look.role === 'target'

/** One target: a request when it is healthy, and otherwise whatever core/verdict/plan.ts asks for, as soon as it does. */
export function measureTarget(args: MeasureTarget): Promise<MeasuredTarget> {
  return new Diagnosis(args).run()
}

/**
 *   begin --> asking --a look ended, or the first one is slow: what next?--> asking
 *                |-- nothing wanted, nothing pending ------------------------> judged
 *                '-- time is over: looks cut off, what was seen counts ------> judged
 */
class Diagnosis {
  readonly #args: MeasureTarget
  readonly #start = performance.now()
  readonly #observations: Observation[] = []
  readonly #begun = new Set<string>()
  readonly #past: Look[] = []
  readonly #pending = new Map<string, Pending>()
  readonly #timers: ReturnType<typeof setTimeout>[] = []
  #done: { resolve: (measured: MeasuredTarget) => void; reject: (error: unknown) => void } | null = null
  #firstEnded = false
  #released = false
  /** No more looks are begun. */
  #over = false
  #told: Verdict | null = null
  #cut = 0
  #toldRequests = 0

  constructor(args: MeasureTarget) {
    this.#args = args
  }

  run(): Promise<MeasuredTarget> {
    return new Promise((resolve, reject) => {
      this.#done = { resolve, reject }
      this.#args.signal.addEventListener('abort', this.#stop)
      this.#after(EARLY_MS, this.#release)
      this.#after(LIMITS.targetMs, this.#timeIsOver)
      if (this.#args.signal.aborted) this.#stop()
      else this.#guarded(() => this.#step())
    })
  }

  #after(ms: number, then: () => void): void {
    this.#timers.push(setTimeout(() => this.#guarded(then), ms))
  }

  /** A fault of ours ends this target, never the sweep. */
  #guarded(work: () => void): void {
    if (!this.#done) return
    try {
      work()
    } catch (error) {
      this.#end().reject(error)
    }
  }

  #step(): void {
    if (!this.#over) for (const look of this.#wanted()) this.#begin(look)
    if (this.#pending.size > 0) {
      this.#tellCost()
      this.#speakEarly()
      return
    }
    const verdict = judge(this.#input())
    const observations = this.#observations
    const ms = performance.now() - this.#start
    this.#end().resolve({ observations, verdict, ms, ...this.#cost() })
  }

  #cost(): Cost {
    const sum = (key: keyof Cost) => this.#observations.reduce((total, o) => total + o[key], 0)
    // What was cut off had asked once at least, and is not heard any more.
    return { requests: sum('requests') + this.#cut, bytes: sum('bytes') }
  }

  #input(): JudgeInput {
    const { url, allSites, country } = this.#args
    const where = country ? { country } : {}
    return { url, browser: BROWSER, allSites, observations: this.#observations, ...where }
  }

  #wanted(): Look[] {
    const { url, secondOpinions, control, transfers, mayDiagnose, next = nextLooks } = this.#args
    // The first look is everybody's; begun already, it is not begun again.
    if (!mayDiagnose()) return [{ kind: 'page', role: 'target', url, timeoutMs: PAGE_TIMEOUT_MS }]
    const all = [...this.#pending.values()]
    const waiting = all.find(({ look }) => isFirst(look))
    return next({
      ...this.#input(),
      secondOpinions,
      control,
      transfers: transfers(),
      pending: all.map(({ look }) => look),
      ended: this.#past,
      waitingMs: waiting ? performance.now() - waiting.since : null,
      retest: this.#args.retest,
    })
  }

  #begin(look: Look): void {
    const key = idOf(look)
    if (this.#begun.has(key)) return
    this.#begun.add(key)
    const abort = new AbortController()
    this.#pending.set(key, { look, since: performance.now(), abort })
    // Timers may ring a moment before their time by another clock.
    if (isFirst(look)) this.#after(EARLY_MS + 20, () => !this.#firstEnded && this.#step())
    this.#args.carryOut(look, abort.signal).then(
      (seen) => this.#guarded(() => this.#ended(key, look, seen)),
      (error: unknown) => this.#guarded(() => this.#faulted(key, look, error)),
    )
  }

  #ended(key: string, look: Look, seen: Observation[]): void {
    // A look cut off when time was over ended by our own hand: that says nothing.
    if (!this.#pending.delete(key)) return
    this.#observations.push(...seen)
    this.#past.push(look)
    if (isFirst(look)) {
      this.#firstEnded = true
      this.#release()
      if (this.#isHealthy()) this.#cutOff(() => true)
    }
    this.#step()
  }

  /** It came late, but as it should: what was begun meanwhile need not be waited for. */
  #isHealthy(): boolean {
    const { status, warnings } = judge(this.#input())
    return status === 'reachable' && warnings.length === 0 && this.#wanted().length === 0
  }

  #cutOff(which: (look: Look) => boolean): void {
    for (const [key, { look, abort }] of this.#pending) {
      if (!which(look)) continue
      this.#pending.delete(key)
      this.#cut++
      abort.abort()
    }
  }

  #faulted(key: string, look: Look, error: unknown): void {
    if (isFirst(look)) throw error
    console.error('look', key, error)
    this.#ended(key, look, [])
  }

  readonly #release = (): void => {
    if (this.#released) return
    this.#released = true
    this.#args.onSettledFirst()
  }

  /** A transfer test waits for its turn and has limits of its own; everything else has had its time. */
  readonly #timeIsOver = (): void => {
    this.#over = true
    this.#cutOff((look) => look.kind !== 'transfers')
    this.#step()
  }

  readonly #stop = (): void => {
    this.#over = true
    this.#cutOff(() => true)
    this.#guarded(() => this.#step())
  }

  #tellCost(): void {
    const cost = this.#cost()
    if (cost.requests === this.#toldRequests) return
    this.#toldRequests = cost.requests
    this.#args.onCost?.(cost)
  }

  #speakEarly(): void {
    if (!this.#firstEnded) return
    const verdict = judge(this.#input())
    const pending = [...this.#pending.values()].map(({ look }) => look)
    if (!maySayEarly(verdict, pending) || (this.#told && readsTheSame(this.#told, verdict))) return
    this.#told = verdict
    this.#args.onEarly(verdict)
  }

  #end() {
    const done = this.#done
    if (!done) throw new Error('A target ends once')
    this.#done = null
    for (const timer of this.#timers) clearTimeout(timer)
    this.#args.signal.removeEventListener('abort', this.#stop)
    for (const { abort } of this.#pending.values()) abort.abort()
    this.#release()
    return done
  }
}
