import { browser } from './browser.ts'
import { BROWSER } from './which.ts'

export interface Resolution {
  addresses: string[]
  /** Answered by the browser's own DNS over HTTPS. */
  viaDoh: boolean
}

type Flag = 'bypass_cache' | 'disable_trr'

/** Whether this browser lets an extension ask the resolver: Firefox only. */
export const HAS_SYSTEM_DNS = BROWSER === 'firefox'

/** Rejects with the browser's word (NS_ERROR_UNKNOWN_HOST ...). */
export async function resolveName(name: string, flags: Flag[]): Promise<Resolution> {
  const record = await browser.dns.resolve(name, flags)
  return {
    addresses: record.addresses ?? [],
    viaDoh: (record as { isTRR?: boolean | string }).isTRR === true,
  }
}
