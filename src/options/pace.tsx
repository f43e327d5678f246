import type { Settings } from '../settings/settings.ts'
import { plural, t } from '../ui/i18n.ts'
import type { OptionsStore } from './store.ts'

const OFFERED = [15, 30, 60, 180, 360, 720, 1440] as const

export function Pace({ store, settings }: { store: OptionsStore; settings: Settings }) {
  const { intervalMinutes, paused } = settings
  const offered = [...new Set([...OFFERED, intervalMinutes])].sort((a, b) => a - b)
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
      <div class="field">
        <label for="interval">{t('pace_label')}</label>
        <div class="line">
          <select
            id="interval"
            value={String(intervalMinutes)}
            onChange={(event) => void store.update({ intervalMinutes: Number(event.currentTarget.value) })}
          >
            {offered.map((minutes) => (
              <option key={minutes} value={String(minutes)}>
                {every(minutes)}
              </option>
            ))}
          </select>
        </div>
        <p class="muted">{t('pace_hint')}</p>
      </div>
    </section>
  )
}

function every(minutes: number): string {
  return minutes % 60 === 0 ? plural('every_hours', minutes / 60) : plural('every_minutes', minutes)
}
