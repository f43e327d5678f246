import { send } from '../messages/send.ts'
import { browser } from '../platform/browser.ts'
import type { Settings } from '../settings/settings.ts'
import { attempt } from '../ui/attempt.ts'
import { t } from '../ui/i18n.ts'
import { later } from './later.ts'
import type { Store } from './store.ts'

export function Footer({ store, settings }: { store: Store; settings: Settings }) {
  const views = later.value
  const pause = () => attempt(store.failure, () => send('settings.update', { paused: true }))
  return (
    <footer class="foot">
      <span title={t('reports_off_why')}>{t('reports_off')}</span>
      <span class="grow" />
      {settings.consent && !settings.paused && (
        <button type="button" class="btn quiet" onClick={pause}>
          {t('pause')}
        </button>
      )}
      <button type="button" class="btn quiet" onClick={() => void browser.runtime.openOptionsPage()}>
        {t('options')}
      </button>
      {settings.consent && views && <views.Menu store={store} />}
    </footer>
  )
}
