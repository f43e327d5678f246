import * as v from 'valibot'
import { isPublicAsn } from '../../core/net/asn.ts'

export const NETWORKS_KEY = 'networks'

const asn = v.pipe(v.number(), v.check(isPublicAsn))
const found = {
  asn,
  country: v.nullable(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
  operator: v.nullable(v.pipe(v.string(), v.maxLength(200))),
}

/** What is remembered of networks, in storage.local under `networks`: removing it forgets everything. */
const StateSchema = v.object({
  /** 32 random bytes in base64, made at the first look-up: see address-key.ts. */
  salt: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/)),
  /** The network we are on as far as known; null for an unknown one. */
  current: v.nullable(
    v.object({
      id: v.pipe(v.string(), v.maxLength(100)),
      ...found,
      vpn: v.boolean(),
      firstSeen: v.number(),
      /** The last look-up that said so, epoch ms. */
      confirmedAt: v.number(),
    }),
  ),
  /** Something hinted at a change and nobody has confirmed anything since. */
  doubted: v.boolean(),
  /** Which network an address belongs to, newest first. */
  known: v.array(v.object({ key: v.string(), ...found, at: v.number() })),
  /** How the last look-up went, whoever was asked, in order; '' for the one that answered. */
  tried: v.array(v.object({ name: v.string(), why: v.string() })),
})
export type NetworksState = v.InferOutput<typeof StateSchema>

export interface NetworksArea {
  get(key: string): Promise<Record<string, unknown>>
  set(items: Record<string, unknown>): Promise<void>
}

/** null when nothing is remembered, or nothing that can be believed: then it is as if just installed. */
export function parseNetworks(stored: unknown): NetworksState | null {
  const read = v.safeParse(StateSchema, stored)
  return read.success ? read.output : null
}

export async function readNetworks(area: NetworksArea): Promise<NetworksState | null> {
  return parseNetworks((await area.get(NETWORKS_KEY))[NETWORKS_KEY])
}
