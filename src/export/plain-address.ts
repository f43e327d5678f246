import { isAddress, normaliseAddress } from '../../core/net/address.ts'

/** The same few addresses come again and again in a history, and reading one is slow. */
const MOST = 5_000
const known = new Map<string, string | null>()

/** An address in its one spelling (core/net/address.ts); null for anything else. */
export function plainAddress(text: string): string | null {
  const found = known.get(text)
  if (found !== undefined) return found
  const plain = isAddress(text) ? normaliseAddress(text) : null
  if (known.size >= MOST) known.clear()
  known.set(text, plain)
  return plain
}
