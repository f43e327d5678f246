import { browser } from '../platform/browser.ts'
import { needsNewAgreement } from '../settings/opinions.ts'
import { CountryChoice } from '../ui/country-choice.tsx'
import { GroupChoice } from '../ui/group-choice.tsx'
import { t } from '../ui/i18n.ts'
import { Mark } from '../ui/mark.tsx'
import { AlwaysAsked, SecondOpinions } from '../ui/parties.tsx'
import { failureText, historyTrouble } from '../ui/trouble-text.ts'
import { Access } from './access.tsx'
import { ControlHelpers } from './control-helpers.tsx'
import { Fingerprints } from './fingerprints.tsx'
import { Kept } from './kept.tsx'
import { Limits } from './limits.tsx'
import { Networks } from './networks.tsx'
import { OwnAddress } from './own-address.tsx'
import { OwnSites } from './own-sites.tsx'
import { Pace } from './pace.tsx'
import { Snapshot } from './snapshot.tsx'
import type { OptionsStore } from './store.ts'
import { TransferBudget } from './transfer-budget.tsx'

export function Options({ store }: { store: OptionsStore }) {
  const settings = store.settings.value
  if (!settings) return null
  const welcome = browser.runtime.getURL('src/welcome/welcome.html')
  return (
    <main class="page">
      <header>
        <Mark />
        <h1>{t('options')}</h1>
      </header>
      <div role="alert">
        {store.trouble.value && <p class="notice">{historyTrouble(store.trouble.value)}</p>}
        {store.failure.value && store.failure.value !== store.trouble.value && (
          <p class="notice">{failureText(store.failure.value)}</p>
        )}
        {!settings.consent && (
          <p class="notice">
            {t('say_unagreed')} <a href={welcome}>{t('agree_open')}</a>
          </p>
        )}
        {needsNewAgreement(settings) && (
          <p class="notice">
            {t('consent_changed')} <a href={welcome}>{t('consent_again')}</a>
          </p>
        )}
      </div>
      <Pace store={store} settings={settings} />
      <Limits store={store} settings={settings} />
      <section class="card panel" aria-labelledby="groups">
        <h2 id="groups">{t('groups_title')}</h2>
        <GroupChoice
          groups={settings.groups}
          onChange={(group, on) => void store.update({ groups: { ...settings.groups, [group]: on } })}
        />
      </section>
      <OwnSites store={store} />
      <Access store={store} settings={settings} />
      <section class="card panel" aria-labelledby="second-title">
        <h2 id="second-title">{t('second_title')}</h2>
        <SecondOpinions
          on={settings.secondOpinions}
          choices={settings}
          onChange={(on) => void store.update({ secondOpinions: on })}
        />
        {!settings.secondOpinions && <p class="notice">{t('second_off_hint')}</p>}
        <div class="part">
          <OwnAddress
            store={store}
            settings={settings}
            setting="customResolver"
            id="resolver"
            label={t('resolver_label')}
            placeholder="https://dns.example.org/dns-query"
          />
        </div>
        <div class="part">
          <OwnAddress
            store={store}
            settings={settings}
            setting="networkLookup"
            id="lookup"
            label={t('lookup_label')}
            hint={t('lookup_hint')}
            placeholder="https://collector.example.org/network"
          />
        </div>
        <ControlHelpers store={store} stored={settings.controlHelpers} />
        <Snapshot store={store} stored={settings.snapshot} />
        <TransferBudget store={store} stored={settings.transferMegabytes} />
      </section>
      <Networks store={store} />
      <Fingerprints />
      <section class="card panel" aria-labelledby="country-title">
        <h2 id="country-title">{t('country_title')}</h2>
        <CountryChoice country={settings.country} onChange={(country) => void store.update({ country })} />
        <AlwaysAsked country={settings.country} />
      </section>
      <Kept store={store} settings={settings} />
      {settings.consent && (
        <p>
          <a href={welcome}>{t('welcome_again')}</a>
        </p>
      )}
    </main>
  )
}
