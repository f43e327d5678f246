import { needsNewAgreement } from '../settings/opinions.ts'
import type { Settings } from '../settings/settings.ts'
import { t } from '../ui/i18n.ts'
import { openPage } from './open-page.ts'

/** The text that was agreed to is an older one: what came since waits, and the offer to read it stands here. */
export function AgreeAgain({ settings }: { settings: Settings }) {
  if (!needsNewAgreement(settings)) return null
  return (
    <div class="card ask stacked">
      <p>{t('consent_changed')}</p>
      <button type="button" class="btn second" onClick={() => openPage('src/welcome/welcome.html')}>
        {t('consent_again')}
      </button>
    </div>
  )
}
