import type { StatusRow } from '../history/read.ts'
import { keyPart, t } from '../ui/i18n.ts'
import { failureText, historyTrouble, problemText } from '../ui/trouble-text.ts'
import { sharedWarnings } from './shared-warnings.ts'
import type { Store } from './store.ts'

/** Long enough to be read by who looks once a week. */
const LOST_MS = 7 * 86_400_000

/** What is wrong with ourselves, and what to do about it; then what holds for all that was found. */
export function Notices({ store, rows }: { store: Store; rows: readonly StatusRow[] }) {
  const { value: lostAt } = store.lostAt
  const found = [
    lostAt !== null && Math.abs(store.now.value - lostAt) < LOST_MS && t('history_lost'),
    store.trouble.value && historyTrouble(store.trouble.value),
    store.problem.value && problemText(store.problem.value),
    store.failure.value && failureText(store.failure.value),
    (store.snapshot.value?.damaged ?? 0) > 0 && t('damaged'),
    ...sharedWarnings(rows).map((warning) => t(`warning_${keyPart(warning)}`)),
  ].filter((line) => typeof line === 'string')
  // Reading, writing and what was clicked can fail for one reason: it is said once.
  const lines = [...new Set(found)]
  return (
    <div role="status" class={lines.length > 0 ? 'notices' : undefined}>
      {lines.map((line) => (
        <p class="notice" key={line}>
          {line}
        </p>
      ))}
    </div>
  )
}
