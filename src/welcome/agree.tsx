import { useSignal } from '@preact/signals'
import { send } from '../messages/send.ts'
import type { Settings } from '../settings/settings.ts'
import { attempt } from '../ui/attempt.ts'
import { t } from '../ui/i18n.ts'
import { listOrigins } from '../ui/list-origins.ts'
import { ALL_ORIGINS, askAccess } from '../ui/permission.ts'
import { failureText } from '../ui/trouble-text.ts'
import { starterTargets } from '../watchlist/targets.ts'

export type Choices = Pick<Settings, 'groups' | 'secondOpinions' | 'country'>

interface Props {
  choices: Choices
  settings: Settings
  onDone(access: boolean): void
}

/** One click agrees and asks the browser. A refused browser question is not yet agreement: the user chooses again. */
export function Agree({ choices, settings, onDone }: Props) {
  const refused = useSignal(false)
  const failure = useSignal<string | null>(null)
  const give = async (access: boolean) => {
    if (await attempt(failure, () => send('consent.give', choices))) onDone(access)
  }
  const ask = (origins: readonly string[]) => {
    const asked = askAccess(origins)
    void attempt(failure, async () => {
      refused.value = !(await asked)
      if (!refused.value) await give(true)
    })
  }
  const listed = () => listOrigins(starterTargets(Date.now()), { ...settings, ...choices })
  return (
    <section class="card panel" aria-labelledby="agree">
      <h2 id="agree">{t('access_title')}</h2>
      <p class="muted">{t('access_hint')}</p>
      <div class="offers">
        <div class="offer">
          <p class="muted">{t('access_all_why')}</p>
          <div class="field">
            <span class="badge tone-reachable recommended">{t('access_recommended')}</span>
            <button type="button" class="btn" onClick={() => ask(ALL_ORIGINS)}>
              {t('access_all')}
            </button>
          </div>
        </div>
        <div class="offer">
          <p class="muted">{t('access_listed_why')}</p>
          <button type="button" class="btn second" onClick={() => ask(listed())}>
            {t('access_listed')}
          </button>
        </div>
      </div>
      <div role="alert">
        {refused.value && (
          <div class="notice field">
            <h3>{t('access_refused_title')}</h3>
            <p>{t('access_refused')}</p>
            <div class="line">
              <button type="button" class="btn second" onClick={() => void give(false)}>
                {t('access_go_on')}
              </button>
            </div>
          </div>
        )}
        {failure.value && <p class="problem">{failureText(failure.value)}</p>}
      </div>
    </section>
  )
}
