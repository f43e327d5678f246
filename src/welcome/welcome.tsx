import { useSignal } from '@preact/signals'
import { needsNewAgreement } from '../settings/opinions.ts'
import type { Settings } from '../settings/settings.ts'
import { CountryChoice } from '../ui/country-choice.tsx'
import { GroupChoice } from '../ui/group-choice.tsx'
import { t } from '../ui/i18n.ts'
import { Mark } from '../ui/mark.tsx'
import { AlwaysAsked, SecondOpinions } from '../ui/parties.tsx'
import { day } from '../ui/time.ts'
import { Agree, type Choices } from './agree.tsx'
import { Done } from './done.tsx'
import { Risk } from './risk.tsx'

/** What came since the text of that number, if not all. */
const NEW_SINCE: Readonly<Record<number, string>> = { 2: 'agree_changed_networks' }

/** First run: what it does, what others can see, what to test, and only then the browser's own question. */
export function Welcome({ settings }: { settings: Settings }) {
  const choices = useSignal<Choices>({
    groups: settings.groups,
    secondOpinions: settings.secondOpinions,
    country: settings.country,
  })
  /** How it ended: with access, without, or not yet. */
  const done = useSignal<'access' | 'no-access' | null>(null)
  const set = (change: Partial<Choices>) => {
    choices.value = { ...choices.value, ...change }
  }
  if (done.value) return <Done access={done.value === 'access'} />
  const { groups, secondOpinions, country } = choices.value
  return (
    <main class="page">
      <header>
        <Mark />
        <h1>{t('welcome_title')}</h1>
        <p class="lead">{t('welcome_lead')}</p>
        {settings.consent && <p class="lead">{t('agreed_on', day(settings.consent.at))}</p>}
      </header>
      {needsNewAgreement(settings) && (
        <p class="notice">
          {t(NEW_SINCE[settings.consent?.textVersion ?? 1] ?? 'agree_changed', t('second_title'))}
        </p>
      )}
      <Risk />
      <section class="card panel" aria-labelledby="groups">
        <h2 id="groups">{t('groups_title')}</h2>
        <p class="muted">{t('groups_hint')}</p>
        <GroupChoice groups={groups} onChange={(group, on) => set({ groups: { ...groups, [group]: on } })} />
      </section>
      <section class="card panel" aria-labelledby="second-title">
        <h2 id="second-title">{t('second_title')}</h2>
        <SecondOpinions
          on={secondOpinions}
          choices={settings}
          onChange={(on) => set({ secondOpinions: on })}
        />
      </section>
      <section class="card panel" aria-labelledby="country-title">
        <h2 id="country-title">{t('country_title')}</h2>
        <CountryChoice country={country} onChange={(code) => set({ country: code })} />
        <AlwaysAsked country={country} />
      </section>
      <Agree
        choices={choices.value}
        settings={settings}
        onDone={(access) => {
          done.value = access ? 'access' : 'no-access'
          scrollTo(0, 0)
        }}
      />
    </main>
  )
}
