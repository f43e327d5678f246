import type { TransferObservation } from '../../core/model/observation.ts'
import { median } from '../../core/stats/median.ts'
import { failureWords } from './failure-words.ts'
import { comma, formatNumber, ltr, t } from './i18n.ts'
import type { Step } from './steps.ts'
import { duration } from './time.ts'
import { hostOf } from './words.ts'

/** One series is told as one step: a single transfer says nothing, only the comparison does. */
export function transfers(series: readonly TransferObservation[]): Step {
  const started = Math.min(...series.map(({ at }) => at))
  const ended = Math.max(...series.map(({ at, ms }) => at + ms))
  const failed = series.find(({ failure }) => failure !== null)?.failure ?? null
  return {
    did: t('step_transfers'),
    saw: [...hosts(series)].flatMap(([host, own]) => side(host, own)),
    raw: null,
    ok: failed === null,
    at: started,
    ms: ended - started,
  }
}

/** By host, the site's own first. */
function hosts(series: readonly TransferObservation[]): Map<string, TransferObservation[]> {
  const found = new Map<string, TransferObservation[]>()
  const ordered = [...series].sort(
    (a, b) => Number(a.side === 'control') - Number(b.side === 'control') || a.index - b.index,
  )
  for (const one of ordered) {
    const host = hostOf(one.url)
    found.set(host, [...(found.get(host) ?? []), one])
  }
  return found
}

function side(host: string, own: readonly TransferObservation[]): string[] {
  const name = ltr(host)
  const rates = own.flatMap(({ kbps }) => (kbps === null ? [] : [kbps]))
  const waits = own.flatMap(({ firstByteMs }) => (firstByteMs === null ? [] : [firstByteMs]))
  const failure = own.find((one) => one.failure !== null)?.failure
  const [middleRate, middleWait] = [median(rates), median(waits)]
  return [
    middleRate !== null
      ? t('transfer_rate', name, rate(middleRate), formatNumber(rates.length))
      : t('transfer_none', name),
    ...(rates.length > 1 ? [t('transfer_each', rates.map(rate).join(comma()))] : []),
    ...(middleWait !== null ? [t('transfer_first_byte', name, duration(middleWait))] : []),
    ...(failure ? [`${name}: ${failureWords(failure)}`] : []),
  ]
}

function rate(kbps: number): string {
  return kbps < 1000 ? t('unit_kbps', Math.round(kbps)) : t('unit_mbps', Math.round(kbps / 100) / 10)
}
