import type { ControlObservation, Failure } from '../../core/model/observation.ts'
import { hostOf } from '../../core/net/url.ts'
import type { Snapshot } from '../../core/protocol/control.ts'
import { browser } from '../platform/browser.ts'
import { mayReach } from '../platform/permissions.ts'
import { type NamelessRequest, stripHeaders } from '../platform/strip-headers.ts'
import { opinionsAllowed } from '../settings/opinions.ts'
import type { Settings } from '../settings/settings.ts'
import { readControlAnswer } from './control-answer.ts'
import { askHelper, controlQuestion } from './control-question.ts'
import { askOverlapped } from './overlapped.ts'
import { CONTROL_HELPERS } from './parties.ts'
import type { RequestLog } from './request-log.ts'
import { Slots } from './slots.ts'
import { readSnapshot, type SnapshotRead, type SnapshotSource } from './snapshot-copy.ts'

/**
 * OONI's helper looks for up to 19 s at a site that nobody reaches (4 s for DNS, then 15 s side by side), and that
 * answer is the one that matters most; a helper of which nothing came in 15 s gets company.
 */
const TIMES = { nextAfterMs: 15_000, overallMs: 22_000 }

/** Helpers turn strangers away from the 25th question in flight. */
const AT_ONCE = 12

/** Views from outside, for one sweep. */
export interface Control {
  /** Whether anybody can be asked at all. */
  available: boolean
  /** Never rejects. A URL is asked about once: whoever asks again shares the answer, which then cost nothing. */
  ask(look: { url: string; addresses: readonly string[] }): Promise<ControlObservation>
}

export interface ControlDeps {
  settings: Settings
  log: RequestLog
  signal: AbortSignal
}

interface Sources {
  helpers: readonly string[]
  snapshot: SnapshotSource | null
}

/** Whom these settings let us ask, and whose host the user let us reach. */
async function sourcesOf(settings: Settings): Promise<Sources> {
  const allowed = opinionsAllowed(settings)
  const named = settings.controlHelpers ?? CONTROL_HELPERS.map(({ url }) => url)
  const helpers = allowed.control ? named : []
  const reachable = await Promise.all(helpers.map(mayReach))
  const { snapshot } = settings
  return {
    helpers: helpers.filter((_, i) => reachable[i]),
    snapshot: allowed.snapshot && snapshot && (await mayReach(snapshot.url)) ? snapshot : null,
  }
}

/** What one sweep asks for views from outside with. Asks nobody yet. */
export async function makeControl(deps: ControlDeps): Promise<Control> {
  const sources = await sourcesOf(deps.settings)
  const desk = new Desk(sources, deps)
  return {
    available: sources.helpers.length > 0 || sources.snapshot !== null,
    ask: (look) => desk.ask(look),
  }
}

class Desk {
  readonly #sources: Sources
  readonly #deps: ControlDeps
  readonly #slots = new Slots(AT_ONCE)
  readonly #asked = new Map<string, Promise<ControlObservation>>()
  #nameless: Promise<void> | null = null
  #published: Promise<Published> | null = null

  constructor(sources: Sources, deps: ControlDeps) {
    this.#sources = sources
    this.#deps = deps
  }

  async ask(look: { url: string; addresses: readonly string[] }): Promise<ControlObservation> {
    const known = this.#asked.get(look.url)
    if (known) return { ...(await known), requests: 0, bytes: 0 }
    const asked = this.#look(look.url, look.addresses)
    this.#asked.set(look.url, asked)
    return asked
  }

  async #look(url: string, addresses: readonly string[]): Promise<ControlObservation> {
    const at = Date.now()
    const start = performance.now()
    const seen = await this.#see(url, addresses).catch(
      (error: unknown): Seen => ({ ...NOTHING, failure: failed('local.resources', String(error), url) }),
    )
    return {
      v: 2,
      kind: 'control',
      at,
      ms: performance.now() - start,
      url,
      ...seen,
      takenAt: seen.takenAt || at,
    }
  }

  async #see(url: string, addresses: readonly string[]): Promise<Seen> {
    const { helpers, snapshot } = this.#sources
    // Before anything is asked of anybody: without it we would be known again.
    await this.#stripped()
    const published = snapshot ? await this.#readOnce(snapshot) : NOT_PUBLISHED
    const { requests, bytes } = published
    const entry = published.entries.get(plain(url))
    // A sweep may outlive the snapshot it began with.
    if (snapshot && entry && Date.now() < published.expiresAt) {
      const answer = readControlAnswer(entry.answer, url)
      const helper = hostOf(snapshot.url)
      return { helper, source: 'snapshot', takenAt: entry.at, answer, failure: null, requests, bytes }
    }
    const seen = await this.#askHelpers(helpers, url, addresses)
    return { ...seen, requests: requests + seen.requests, bytes: bytes + seen.bytes }
  }

  async #askHelpers(helpers: readonly string[], url: string, addresses: readonly string[]): Promise<Seen> {
    const question = controlQuestion(url, addresses)
    if (!question) return { ...NOTHING, failure: failed('local.blocked_by_policy', 'a local name', url) }
    if (helpers.length === 0) return { ...NOTHING, failure: failed('local.permission', 'nobody to ask', url) }
    const { log, signal } = this.#deps
    let requests = 0
    let bytes = 0
    let failure = failed('timed_out', 'no answer', helpers[0] ?? '')
    const answered = await askOverlapped(
      helpers,
      (helper, over) =>
        this.#slots.run(async () => {
          // It may have been taken back meanwhile, and the browser strips headers only where we may go.
          if (over.aborted || !(await mayReach(helper))) return null
          requests++
          const reply = await askHelper(helper, question, { log, signal: over })
          bytes += reply.bytes
          if (reply.failure) failure = reply.failure
          return reply.answer && { helper: hostOf(helper), answer: reply.answer }
        }),
      TIMES,
      signal,
    )
    if (answered) return { ...NOTHING, ...answered, requests, bytes }
    // Nobody was asked: what may be reached has changed since the sweep began.
    if (requests === 0 && !signal.aborted) failure = failed('local.permission', 'nobody to ask', url)
    return { ...NOTHING, helper: requests > 0 ? hostOf(failure.url) : '', failure, requests, bytes }
  }

  #readOnce(source: SnapshotSource): Promise<Published> {
    // Whoever comes first pays.
    if (this.#published) return this.#published.then((read) => ({ ...read, requests: 0, bytes: 0 }))
    const { signal } = this.#deps
    this.#published = readSnapshot(source, { area: browser.storage.local, now: Date.now, signal }).then(byUrl)
    return this.#published
  }

  #stripped(): Promise<void> {
    const { helpers, snapshot } = this.#sources
    this.#nameless ??= stripHeaders('control', [
      ...helpers.map((url): NamelessRequest => ({ method: 'post', url })),
      ...(snapshot ? [{ method: 'get' as const, url: snapshot.url }] : []),
    ])
    return this.#nameless
  }
}

type Seen = Pick<
  ControlObservation,
  'helper' | 'source' | 'takenAt' | 'answer' | 'failure' | 'requests' | 'bytes'
>

const NOTHING: Seen = {
  helper: '',
  source: 'helper',
  takenAt: 0,
  answer: null,
  failure: null,
  requests: 0,
  bytes: 0,
}

type Entry = Snapshot['entries'][number]
type Published = Omit<SnapshotRead, 'snapshot'> & { expiresAt: number; entries: ReadonlyMap<string, Entry> }

const NOT_PUBLISHED: Published = { requests: 0, bytes: 0, expiresAt: 0, entries: new Map() }

const plain = (url: string): string => (URL.canParse(url) ? new URL(url).href.replace(/#.*$/, '') : url)

const byUrl = ({ snapshot, requests, bytes }: SnapshotRead): Published => ({
  requests,
  bytes,
  expiresAt: snapshot?.expiresAt ?? 0,
  entries: new Map(snapshot?.entries.map((entry) => [plain(entry.url), entry])),
})

const failed = (code: Failure['code'], raw: string, url: string): Failure => ({
  code,
  raw: raw.slice(0, 120),
  url,
  stage: null,
})
