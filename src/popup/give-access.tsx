import type { Target } from '../../core/model/target.ts'
import { send } from '../messages/send.ts'
import { attempt } from '../ui/attempt.ts'
import { t } from '../ui/i18n.ts'
import { askAccess } from '../ui/permission.ts'
import type { Store } from './store.ts'
import { useOrigins } from './use-origins.ts'

/** Asks the browser for these sites, in the gesture, then looks at them. */
export function GiveAccess({ store, targets }: { store: Store; targets: readonly Target[] }) {
  const urls = targets.map((target) => target.url)
  const origins = useOrigins(store, urls)
  const give = () => {
    if (!origins) return
    const asked = askAccess(origins)
    return attempt(store.failure, async () => {
      if (await asked) await send('sweep.start', { pace: 'now', urls })
    })
  }
  return (
    <button type="button" class="btn second" disabled={!origins} onClick={give}>
      {t('give_access')}
    </button>
  )
}
