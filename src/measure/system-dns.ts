import type { SystemDnsObservation } from '../../core/model/observation.ts'
import { type Resolution, resolveName } from '../platform/system-dns.ts'

const TIMEOUT_MS = 12_000

/** What the operator's resolver says, past the browser's cache and its own DoH. Firefox only. Never rejects. */
export async function askSystemDns(
  name: string,
  timeoutMs = TIMEOUT_MS,
  resolve = resolveName,
): Promise<SystemDnsObservation> {
  const at = Date.now()
  const start = performance.now()
  let answer: Resolution | null = null
  let error: string | null = null
  let timedOut = false
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    answer = await Promise.race([
      resolve(name, ['bypass_cache', 'disable_trr']),
      new Promise<null>((done) => {
        timer = setTimeout(() => done(null), timeoutMs)
      }),
    ])
    timedOut = answer === null
  } catch (e) {
    error = e instanceof Error ? e.message : String(e)
  }
  clearTimeout(timer)
  const browserUsesDoh = answer
    ? await resolve(name, []).then(
        (r) => r.viaDoh,
        () => null,
      )
    : null
  const ms = performance.now() - start
  const addresses = answer?.addresses ?? []
  return {
    v: 2,
    kind: 'system-dns',
    at,
    ms,
    requests: 0,
    bytes: 0,
    name,
    addresses,
    error,
    timedOut,
    browserUsesDoh,
  }
}
