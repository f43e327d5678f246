import { plural } from './i18n.ts'
import { size } from './time.ts'

/** What was spent on the network, diagnosis included: "23 requests · 48 kB". */
export function costText({ requests, bytes }: { requests: number; bytes: number }): string {
  return `${plural('cost_requests', requests)} · ${size(bytes)}`
}
