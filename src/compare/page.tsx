import { browser } from '../platform/browser.ts'
import { opinionsAllowed } from '../settings/opinions.ts'
import { t } from '../ui/i18n.ts'
import { Mark } from '../ui/mark.tsx'
import { failureText, historyTrouble } from '../ui/trouble-text.ts'
import { FirstNetwork } from './first-network.tsx'
import { Pick } from './pick.tsx'
import { Result } from './result.tsx'
import { SecondNetwork } from './second-network.tsx'
import type { CompareStore } from './store.ts'

/** One network, then the other, then what the two say together; or two that were seen before. */
export function Compare({ store }: { store: CompareStore }) {
  const settings = store.settings.value
  const networks = store.networks.value
  if (!settings) return null
  const welcome = browser.runtime.getURL('src/welcome/welcome.html')
  return (
    <main class="page compare">
      <header>
        <Mark />
        <h1>{t('compare_title')}</h1>
        <p class="lead">{t('compare_lead')}</p>
      </header>
      <div role="alert">
        {store.updating.value && <p class="notice">{historyTrouble('updating')}</p>}
        {store.failure.value && <p class="notice">{failureText(store.failure.value)}</p>}
        {!settings.consent && (
          <p class="notice">
            {t('say_unagreed')} <a href={welcome}>{t('agree_open')}</a>
          </p>
        )}
        {settings.consent && !opinionsAllowed(settings).networks && (
          <p class="notice">
            {t('compare_not_allowed', t('second_title'))} <a href={welcome}>{t('agree_open')}</a>
          </p>
        )}
      </div>
      {networks && settings.consent && (
        <ol class="guided">
          <FirstNetwork store={store} />
          <SecondNetwork store={store} />
        </ol>
      )}
      {networks && (
        <>
          <Result store={store} />
          <Pick store={store} />
        </>
      )}
    </main>
  )
}
