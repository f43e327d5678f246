import * as v from 'valibot'
import type { Snapshot } from '../../core/protocol/control.ts'
import type { StorageArea } from '../settings/read.ts'
import { readBody } from './body.ts'
import { openSnapshot, SNAPSHOT_BYTES, SnapshotError } from './snapshot.ts'

export const SNAPSHOT_KEY = 'control.snapshot'

/** Publishers make a new one this often: until then there is nothing to ask for. */
const FRESH_MS = 15 * 60_000
const TIMEOUT_MS = 8_000

/** The last one believed. What it says is kept until it expires; when it was made, longer: against replays. */
const KeptSchema = v.object({
  url: v.string(),
  key: v.string(),
  createdAt: v.number(),
  /** As published; '' once nobody should believe it any more. */
  published: v.string(),
})
type Kept = v.InferOutput<typeof KeptSchema>

export interface SnapshotSource {
  /** Where it is published, and by whom. */
  url: string
  key: string
}

export interface CopyDeps {
  area: StorageArea
  now: () => number
  signal: AbortSignal
}

export interface SnapshotRead {
  /** null when there is none to believe. */
  snapshot: Snapshot | null
  requests: number
  bytes: number
}

/**
 * Names what we have by what it is, as publishers do (collector/src/snapshot/edition.ts), packed or not. Never by what
 * the server called it: an entity tag of a mirror's own choosing, sent back to it, would follow the user from network
 * to network.
 */
async function tagsOf(published: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(published))
  const tag = btoa(String.fromCharCode(...new Uint8Array(digest)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .slice(0, 22)
  return `"${tag}", "${tag}-gzip"`
}

async function readKept({ area }: CopyDeps, { url, key }: SnapshotSource): Promise<Kept | null> {
  const kept = v.safeParse(KeptSchema, (await area.get(SNAPSHOT_KEY))[SNAPSHOT_KEY])
  return kept.success && kept.output.url === url && kept.output.key === key ? kept.output : null
}

/**
 * The published view: our copy while it is fresh, else what is published now, else our copy while it lasts. The
 * request is the same whatever is on the user's list. Never rejects.
 */
export async function readSnapshot(source: SnapshotSource, deps: CopyDeps): Promise<SnapshotRead> {
  const kept = await readKept(deps, source).catch(() => null)
  const open = (published: string, notBefore: number) =>
    openSnapshot(published, { key: source.key, now: deps.now(), notBefore }).catch((error: unknown) => {
      if (!(error instanceof SnapshotError)) throw error
      console.warn('snapshot', error.code)
      return null
    })
  const own = kept?.published ? await open(kept.published, 0) : null
  if (own && deps.now() - own.createdAt < FRESH_MS) return { snapshot: own, requests: 0, bytes: 0 }

  const fetched = await fetchPublished(
    source.url,
    own && kept ? await tagsOf(kept.published) : null,
    deps.signal,
  )
  const cost = { requests: 1, bytes: fetched.bytes }
  const newer = fetched.published ? await open(fetched.published, kept?.createdAt ?? 0) : null
  if (newer && fetched.published) {
    await keep(deps, { ...source, createdAt: newer.createdAt, published: fetched.published })
  } else if (kept?.published && !own) await keep(deps, { ...kept, published: '' })
  return { snapshot: newer ?? own, ...cost }
}

async function keep({ area }: CopyDeps, kept: Kept): Promise<void> {
  // A full disk costs us the copy, not the look.
  await area.set({ [SNAPSHOT_KEY]: kept }).catch((error: unknown) => console.error('snapshot', error))
}

/** What is published now; null when it is what we have, or cannot be had. */
async function fetchPublished(
  url: string,
  tags: string | null,
  signal: AbortSignal,
): Promise<{ published: string | null; bytes: number }> {
  try {
    const response = await fetch(url, {
      method: 'GET',
      headers: { accept: 'application/json', ...(tags ? { 'if-none-match': tags } : {}) },
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    if (response.status !== 200) return { published: null, bytes: 0 }
    const { bytes, truncated } = await readBody(response.body, SNAPSHOT_BYTES)
    return { published: truncated ? null : new TextDecoder().decode(bytes), bytes: bytes.byteLength }
  } catch {
    return { published: null, bytes: 0 }
  }
}
