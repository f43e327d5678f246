import { useSignal } from '@preact/signals'
import { send } from '../messages/send.ts'
import { browser } from '../platform/browser.ts'
import { attempt } from '../ui/attempt.ts'
import { plural, t } from '../ui/i18n.ts'
import { TwoStep } from '../ui/two-step.tsx'
import type { Store } from './store.ts'

/** Troubles that an empty record ends, and what to know before: message key. */
const LOST = [
  ['corrupt', 'start_over_sure'],
  ['newer-schema', 'start_over_newer_sure'],
] as const

/** What can be done here about a record that is full or cannot be read; the notices say what it is. */
export function WayOut({ store }: { store: Store }) {
  const removed = useSignal<number | null>(null)
  const codes = [store.trouble.value, store.problem.value, store.failure.value]
  const lost = LOST.find(([code]) => codes.includes(code))
  if (lost) {
    const startOver = async () => {
      // Our own connection would hold the record against its deletion.
      store.reader.close()
      await attempt(store.failure, () => send('history.wipe', { what: 'history' }))
      await store.reload()
    }
    return (
      <div class="card ask stacked">
        <TwoStep label={t('start_over')} lost={[t(lost[1])]} onSure={startOver} />
      </div>
    )
  }
  if (!codes.includes('quota') && removed.value === null) return null
  const prune = () =>
    attempt(store.failure, async () => {
      const answer = await send('history.prune', {})
      removed.value = answer.removed
    })
  return (
    <div class="card ask stacked">
      <p>{t('prune_why')}</p>
      <div class="line">
        <button type="button" class="btn second" onClick={() => void prune()}>
          {t('prune_now')}
        </button>
        <button type="button" class="btn link" onClick={() => void browser.runtime.openOptionsPage()}>
          {t('kept_choose')}
        </button>
      </div>
      <p role="status">{removed.value !== null && plural('pruned', removed.value)}</p>
    </div>
  )
}
