import type { Settings } from '../settings/settings.ts'
import { attempt } from '../ui/attempt.ts'
import { dropAccess } from '../ui/host-access.ts'
import { t } from '../ui/i18n.ts'
import { listOrigins } from '../ui/list-origins.ts'
import { ALL_ORIGINS, askAccess } from '../ui/permission.ts'
import type { OptionsStore } from './store.ts'

/** What the browser lets us reach, what that means for the verdicts, and the ways to change it. */
export function Access({ store, settings }: { store: OptionsStore; settings: Settings }) {
  const access = store.access.value
  const ask = (origins: readonly string[]) => {
    const asked = askAccess(origins)
    void attempt(store.failure, () => asked.then(store.reload))
  }
  return (
    <section class="card panel" aria-labelledby="access-title">
      <h2 id="access-title">{t('host_title')}</h2>
      <p role="status">{t(`host_${access}`)}</p>
      <div class="line">
        {access !== 'all' && (
          <button type="button" class="btn" onClick={() => ask(ALL_ORIGINS)}>
            {t('host_give_all')}
          </button>
        )}
        {(access === 'none' || access === 'some') && (
          <button
            type="button"
            class="btn second"
            onClick={() => ask(listOrigins(store.targets.value, settings))}
          >
            {t('host_give_listed')}
          </button>
        )}
        {access !== 'none' && (
          <button
            type="button"
            class="btn second"
            onClick={() => void attempt(store.failure, () => dropAccess().then(store.reload))}
          >
            {t('host_take')}
          </button>
        )}
      </div>
    </section>
  )
}
