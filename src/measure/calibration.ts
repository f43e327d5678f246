import type { CalibrationObservation } from '../../core/model/observation.ts'
import type { Connections } from './connections.ts'
import { lookAtPage } from './page.ts'
import { CALIBRATION_HOSTS } from './parties.ts'
import type { RequestLog } from './request-log.ts'

const TIMEOUT_MS = 8_000

/**
 * Learns this browser's own sentences for certificate failures from hosts that serve bad certificates on
 * purpose. A sentence learned for two different codes is dropped: somebody in the middle answers for them all.
 */
export async function calibrate(
  log: RequestLog,
  connections: Connections,
  signal: AbortSignal,
): Promise<CalibrationObservation> {
  const at = Date.now()
  const start = performance.now()
  const looks = await Promise.all(
    CALIBRATION_HOSTS.map(async ({ url, code }) => ({
      code,
      page: await lookAtPage(log, { url, role: 'target', timeoutMs: TIMEOUT_MS, signal, connections }),
    })),
  )
  const learned = looks.flatMap(({ code, page }) =>
    page.failure?.code.startsWith('tls.') ? [{ code, raw: page.failure.raw }] : [],
  )
  const entries = learned.filter((e) => learned.every((o) => o.raw !== e.raw || o.code === e.code))
  return {
    v: 2,
    kind: 'calibration',
    at,
    ms: performance.now() - start,
    requests: looks.reduce((sum, l) => sum + l.page.requests, 0),
    bytes: looks.reduce((sum, l) => sum + l.page.bytes, 0),
    entries,
  }
}
