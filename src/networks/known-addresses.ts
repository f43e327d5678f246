import { addressKey } from './address-key.ts'
import type { Found } from './found.ts'
import type { NetworksMemory } from './memory.ts'

/** Addresses move between operators, though rarely. */
const BELIEVED_MS = 30 * 24 * 3_600_000
const MOST = 50

/** Which network each address of ours belonged to when somebody last said so: nobody is asked about it twice. */
export interface KnownAddresses {
  recall(address: string): Promise<Found | null>
  learn(address: string, found: Found): Promise<void>
}

export function knownAddresses(memory: NetworksMemory, now: () => number): KnownAddresses {
  // After the clock was set back an entry may be from the future: then nothing is known of its age.
  const isFresh = ({ at }: { at: number }) => at <= now() && now() - at < BELIEVED_MS
  const keyOf = async (address: string) => {
    const { salt } = await memory.read()
    return addressKey(
      Uint8Array.from(atob(salt), (c) => c.charCodeAt(0)),
      address,
    )
  }
  return {
    async recall(address) {
      const key = await keyOf(address)
      const entry = (await memory.read()).known.find((one) => one.key === key)
      if (!entry || !isFresh(entry)) return null
      const { asn, country, operator } = entry
      return { asn, country, operator }
    },
    async learn(address, { asn, country, operator }) {
      const key = await keyOf(address)
      const entry = { key, asn, country, operator, at: now() }
      await memory.change(({ known }) => ({
        known: [entry, ...known.filter((one) => one.key !== key && isFresh(one))].slice(0, MOST),
      }))
    },
  }
}
