import type { Settings } from '../settings/settings.ts'
import { plural, t } from '../ui/i18n.ts'
import { size } from '../ui/time.ts'
import { NumberChoice } from './number-choice.tsx'
import { Spent } from './spent.tsx'
import type { OptionsStore } from './store.ts'

const MEGABYTE = 1_000_000
const MEGABYTES: readonly number[] = [5, 20, 50, 100, 250, 500, 1_000, 5_000]
const REQUESTS: readonly number[] = [1_000, 5_000, 10_000, 20_000, 50_000, 100_000]
const ON_METERED: readonly Settings['onMetered'][] = ['same', 'less', 'pause']

/** What testing in the background may cost, and when it rests. */
export function Limits({ store, settings }: { store: OptionsStore; settings: Settings }) {
  return (
    <section class="card panel" aria-labelledby="limits-title">
      <h2 id="limits-title">{t('limits_title')}</h2>
      <p class="muted">{t('limits_hint')}</p>
      <Spent />
      <NumberChoice
        id="daily-size"
        label={t('limits_size_label')}
        offered={MEGABYTES}
        stored={settings.dailyMegabytes}
        words={(megabytes) => size(megabytes * MEGABYTE)}
        onChange={(dailyMegabytes) => void store.update({ dailyMegabytes })}
      />
      <NumberChoice
        id="daily-requests"
        label={t('limits_requests_label')}
        offered={REQUESTS}
        stored={settings.dailyRequests}
        words={(requests) => plural('cost_requests', requests)}
        onChange={(dailyRequests) => void store.update({ dailyRequests })}
      />
      <div class="field">
        <label for="metered">{t('metered_label')}</label>
        <div class="line">
          <select
            id="metered"
            value={settings.onMetered}
            onChange={(event) => {
              const chosen = ON_METERED.find((one) => one === event.currentTarget.value)
              if (chosen) void store.update({ onMetered: chosen })
            }}
          >
            {ON_METERED.map((one) => (
              <option key={one} value={one}>
                {t(`metered_${one}`)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div class="choice">
        <input
          id="quiet-on-vpn"
          type="checkbox"
          checked={settings.quietOnVpn}
          onChange={(event) => void store.update({ quietOnVpn: event.currentTarget.checked })}
        />
        <label for="quiet-on-vpn">{t('vpn_switch')}</label>
        <span />
        <span />
        <span class="muted">{t('vpn_hint')}</span>
      </div>
    </section>
  )
}
