import type { Settings } from '../settings/settings.ts'
import { t } from '../ui/i18n.ts'
import { every, INTERVALS } from './every.ts'
import { NumberChoice } from './number-choice.tsx'
import type { OptionsStore } from './store.ts'

export function Pace({ store, settings }: { store: OptionsStore; settings: Settings }) {
  const { intervalMinutes, paused } = settings
  return (
    <section class="card panel" aria-labelledby="pace-title">
      <h2 id="pace-title">{t('pace_title')}</h2>
      <div class="choice">
        <input
          id="paused"
          type="checkbox"
          checked={paused}
          onChange={(event) => void store.update({ paused: event.currentTarget.checked })}
        />
        <label for="paused">{t('pause_switch')}</label>
        <span />
        <span />
        <span class="muted">{t('pause_hint')}</span>
      </div>
      <NumberChoice
        id="interval"
        label={t('pace_label')}
        hint={t('pace_hint')}
        offered={INTERVALS}
        stored={intervalMinutes}
        words={every}
        onChange={(minutes) => void store.update({ intervalMinutes: minutes })}
      />
    </section>
  )
}
