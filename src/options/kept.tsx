import type { Settings } from '../settings/settings.ts'
import { plural, t } from '../ui/i18n.ts'
import { size } from '../ui/time.ts'
import { Forget } from './forget.tsx'
import { NumberChoice } from './number-choice.tsx'
import { StorageUse } from './storage-use.tsx'
import type { OptionsStore } from './store.ts'

const YEAR = 365
const MEGABYTE = 1_000_000
const DAYS: readonly number[] = [7, 30, 90, 180, YEAR, 2 * YEAR, 5 * YEAR]
const MEGABYTES: readonly number[] = [50, 100, 250, 500, 1_000, 2_000, 5_000, 10_000]

/** What stays on this device, for how long, and how to be rid of it. */
export function Kept({ store, settings }: { store: OptionsStore; settings: Settings }) {
  const { keepHistory, keepDays, keepMegabytes } = settings
  return (
    <section class="card panel" aria-labelledby="kept-title">
      <h2 id="kept-title">{t('kept_title')}</h2>
      <div class="choice">
        <input
          id="keep-history"
          type="checkbox"
          checked={keepHistory}
          onChange={(event) => void store.update({ keepHistory: event.currentTarget.checked })}
        />
        <label for="keep-history">{t('kept_switch')}</label>
        <span />
        <span />
        <span class="muted">{t('kept_hint')}</span>
      </div>
      {keepHistory && (
        <>
          <NumberChoice
            id="keep-days"
            label={t('kept_days_label')}
            hint={t('kept_days_hint')}
            offered={DAYS}
            stored={keepDays}
            words={(days) =>
              days % YEAR === 0 ? plural('years_long', days / YEAR) : plural('days_long', days)
            }
            onChange={(days) => void store.update({ keepDays: days })}
          />
          <NumberChoice
            id="keep-size"
            label={t('kept_size_label')}
            hint={t('kept_size_hint')}
            offered={MEGABYTES}
            stored={keepMegabytes}
            words={(megabytes) => size(megabytes * MEGABYTE)}
            onChange={(megabytes) => void store.update({ keepMegabytes: megabytes })}
          />
        </>
      )}
      <StorageUse store={store} />
      <Forget store={store} />
    </section>
  )
}
