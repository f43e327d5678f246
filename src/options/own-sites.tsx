import { useSignal } from '@preact/signals'
import { parseTargetUrl } from '../../core/net/url.ts'
import { send } from '../messages/send.ts'
import { attempt } from '../ui/attempt.ts'
import { t } from '../ui/i18n.ts'
import { askAccess } from '../ui/permission.ts'
import { hostOf } from '../ui/words.ts'
import { originsOf } from '../watchlist/origins.ts'
import { every, INTERVALS } from './every.ts'
import type { OptionsStore } from './store.ts'

export function OwnSites({ store }: { store: OptionsStore }) {
  const entry = useSignal('')
  const problem = useSignal<string | null>(null)
  const all = store.targets.value
  const own = all.filter((target) => target.group === 'custom' && target.enabled)

  const add = async (event: SubmitEvent) => {
    event.preventDefault()
    problem.value = null
    const parsed = parseTargetUrl(entry.value)
    if (!parsed.ok) {
      problem.value = t('site_invalid')
      return
    }
    const { url } = parsed
    if (all.some((target) => target.id === url && target.enabled)) {
      problem.value = t('site_known')
      return
    }
    const asked = askAccess(originsOf([url]))
    const added = await attempt(store.failure, async () => {
      // Refused access does not keep a site off the list: it stands there as not tested.
      await asked
      await send('target.add', { url })
    })
    if (added) entry.value = ''
    await store.reload()
  }
  const remove = async (targetId: string) => {
    if (await attempt(store.failure, () => send('target.remove', { targetId }))) await store.reload()
  }

  const keepPace = async (targetId: string, chosen: string) => {
    const minutes = chosen === '' ? null : Number(chosen)
    await attempt(store.failure, () => send('target.interval', { targetId, minutes }))
    await store.reload()
  }

  return (
    <section class="card panel" aria-labelledby="own-sites">
      <h2 id="own-sites">{t('sites_title')}</h2>
      {own.length === 0 && <p class="muted">{t('sites_none')}</p>}
      <ul class="sites">
        {own.map(({ id, url, intervalMinutes }) => (
          <li key={id}>
            <bdi class="host" dir="ltr">
              {hostOf(url)}
            </bdi>
            <span class="grow" />
            <select
              class="small"
              aria-label={t('site_pace', hostOf(url))}
              value={String(intervalMinutes ?? '')}
              onChange={(event) => void keepPace(id, event.currentTarget.value)}
            >
              <option value="">{t('site_pace_usual')}</option>
              {offered(intervalMinutes).map((minutes) => (
                <option key={minutes} value={String(minutes)}>
                  {every(minutes)}
                </option>
              ))}
            </select>
            <button
              type="button"
              class="btn second small"
              aria-label={t('site_remove_label', hostOf(url))}
              onClick={() => void remove(id)}
            >
              {t('site_remove')}
            </button>
          </li>
        ))}
      </ul>
      <form class="field" onSubmit={(event) => void add(event)}>
        <label for="site">{t('site_label')}</label>
        <div class="line">
          <input
            id="site"
            type="text"
            dir="ltr"
            inputMode="url"
            autoComplete="off"
            spellcheck={false}
            placeholder="example.org"
            value={entry.value}
            aria-invalid={problem.value !== null}
            aria-describedby="site-problem"
            onInput={(event) => {
              entry.value = event.currentTarget.value
            }}
          />
          <button type="submit" class="btn">
            {t('site_add')}
          </button>
        </div>
        <p id="site-problem" class="problem" role="alert">
          {problem.value}
        </p>
      </form>
      <p class="muted">{t('sites_history')}</p>
    </section>
  )
}

/** One that was set elsewhere is shown as well. */
function offered(stored: number | undefined): number[] {
  return [...new Set([...INTERVALS, ...(stored === undefined ? [] : [stored])])].sort((a, b) => a - b)
}
