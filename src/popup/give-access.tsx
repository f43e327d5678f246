import type { Target } from '../../core/model/target.ts'
import { send } from '../messages/send.ts'
import { attempt } from '../ui/attempt.ts'
import { t } from '../ui/i18n.ts'
import { askAccess } from '../ui/permission.ts'
import { originsOf } from '../watchlist/origins.ts'
import type { Store } from './store.ts'

/** Asks the browser for these sites, in the gesture, then looks at them. */
export function GiveAccess({ store, targets }: { store: Store; targets: readonly Target[] }) {
  const give = () => {
    const asked = askAccess(originsOf(targets.map((target) => target.url)))
    return attempt(store.failure, async () => {
      if (!(await asked)) return
      await send('sweep.start', { pace: 'now', urls: targets.map((target) => target.url) })
    })
  }
  return (
    <button type="button" class="btn second" onClick={give}>
      {t('give_access')}
    </button>
  )
}
