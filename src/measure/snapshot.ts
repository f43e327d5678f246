import * as v from 'valibot'
import {
  SignedSnapshotSchema,
  SNAPSHOT_CONTEXT,
  type Snapshot,
  SnapshotSchema,
} from '../../core/protocol/control.ts'

/** What a snapshot may weigh as it comes over the wire, decoded. */
export const SNAPSHOT_BYTES = 8 * 1024 * 1024

/** How far a clock may be off before a snapshot counts as made in the future. */
const SKEW_MS = 10 * 60_000

export type SnapshotRefusal = 'too-large' | 'not-a-snapshot' | 'signature' | 'expired' | 'future' | 'older'

/** A snapshot that must not be believed, and why. */
export class SnapshotError extends Error {
  readonly code: SnapshotRefusal
  constructor(code: SnapshotRefusal) {
    super(`The published view is not believed: ${code}`)
    this.name = 'SnapshotError'
    this.code = code
  }
}

export interface SnapshotTerms {
  /** Ed25519 public key, 32 bytes raw, base64. */
  key: string
  /** Epoch ms. */
  now: number
  /** Epoch ms: one made earlier is a replay of what was replaced since. */
  notBefore: number
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))

/** Ed25519 (RFC 8032) over the context and the text, byte for byte. */
async function isSigned(text: string, signature: string, key: string): Promise<boolean> {
  try {
    const publisher = await crypto.subtle.importKey('raw', bytesOf(key), 'Ed25519', false, ['verify'])
    const signed = new TextEncoder().encode(SNAPSHOT_CONTEXT + text)
    return await crypto.subtle.verify('Ed25519', publisher, bytesOf(signature), signed)
  } catch {
    // Not base64, or not a key.
    return false
  }
}

function parsed<S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> {
  try {
    return v.parse(schema, JSON.parse(text))
  } catch {
    throw new SnapshotError('not-a-snapshot')
  }
}

/** The snapshot in what was published, once all of it has been checked. Rejects with a SnapshotError. */
export async function openSnapshot(
  published: string,
  { key, now, notBefore }: SnapshotTerms,
): Promise<Snapshot> {
  if (published.length > SNAPSHOT_BYTES) throw new SnapshotError('too-large')
  const { snapshot: text, signature } = parsed(SignedSnapshotSchema, published)
  // Before anything in it is read.
  if (!(await isSigned(text, signature, key))) throw new SnapshotError('signature')
  const snapshot = parsed(SnapshotSchema, text)
  if (snapshot.expiresAt <= now) throw new SnapshotError('expired')
  if (snapshot.createdAt > now + SKEW_MS) throw new SnapshotError('future')
  if (snapshot.createdAt < notBefore) throw new SnapshotError('older')
  return snapshot
}
