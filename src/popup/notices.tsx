import { t } from '../ui/i18n.ts'
import { failureText, historyTrouble } from '../ui/trouble-text.ts'
import type { Store } from './store.ts'

/** What is wrong with ourselves, and what to do about it. */
export function Notices({ store }: { store: Store }) {
  const lines = [
    store.trouble.value && historyTrouble(store.trouble.value),
    store.failure.value && failureText(store.failure.value),
    (store.snapshot.value?.damaged ?? 0) > 0 && t('damaged'),
  ].filter((line) => typeof line === 'string')
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
