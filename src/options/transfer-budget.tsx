import { TRANSFER_CONTROLS } from '../measure/parties.ts'
import { t } from '../ui/i18n.ts'
import { askAccess } from '../ui/permission.ts'
import { size } from '../ui/time.ts'
import { originsOf } from '../watchlist/origins.ts'
import { NumberChoice } from './number-choice.tsx'
import type { OptionsStore } from './store.ts'

const OFFERED = [0, 5, 20, 50, 100, 500] as const
const MEGABYTE = 1_000_000
const DAYS_A_MONTH = 30

/** What the transfer test may use in a day; it downloads, so it is off until the user gives it a size. */
export function TransferBudget({ store, stored }: { store: OptionsStore; stored: number }) {
  const choose = (transferMegabytes: number) => {
    // In the gesture; refused, there is nothing to compare with.
    const asked = askAccess(transferMegabytes > 0 ? originsOf(TRANSFER_CONTROLS) : [])
    void asked.catch(() => false).then(() => store.update({ transferMegabytes }))
  }
  return (
    <div class="part">
      <h3>{t('transfer_title')}</h3>
      <p class="muted">{t('transfer_why')}</p>
      <NumberChoice
        id="transfer"
        label={t('transfer_label')}
        offered={OFFERED}
        stored={stored}
        words={(megabytes) => (megabytes === 0 ? t('transfer_off') : size(megabytes * MEGABYTE))}
        onChange={choose}
      />
      {stored > 0 && <p class="muted">{t('transfer_month', size(stored * MEGABYTE * DAYS_A_MONTH))}</p>}
    </div>
  )
}
