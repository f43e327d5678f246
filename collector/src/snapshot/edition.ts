import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { SignedSnapshot } from '../../../core/protocol/control.ts'

/** A signed snapshot as it goes over the wire, made once for all who fetch it. */
export interface Edition {
  expiresAt: number
  body: Buffer
  packed: Buffer
  /** Without quotes. The same bytes have the same tag, on every mirror. */
  tag: string
}

export async function editionOf(signed: SignedSnapshot, expiresAt: number): Promise<Edition> {
  const body = Buffer.from(JSON.stringify(signed))
  const tag = createHash('sha256').update(body).digest('base64url').slice(0, 22)
  return { expiresAt, body, packed: await promisify(gzip)(body, { level: 9 }), tag }
}
