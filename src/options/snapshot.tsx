import { useSignal } from '@preact/signals'
import * as v from 'valibot'
import { type Settings, SettingsSchema } from '../settings/settings.ts'
import { t } from '../ui/i18n.ts'
import { askAccess } from '../ui/permission.ts'
import { originsOf } from '../watchlist/origins.ts'
import type { OptionsStore } from './store.ts'

const { url: UrlSchema, key: KeySchema } = SettingsSchema.entries.snapshot.wrapped.entries

/** Where a collector publishes its view of the public list, and the key it signs with. */
export function Snapshot({ store, stored }: { store: OptionsStore; stored: Settings['snapshot'] }) {
  const url = useSignal(stored?.url ?? '')
  const key = useSignal(stored?.key ?? '')
  const problem = useSignal<'url' | 'key' | null>(null)
  const saved = useSignal(false)

  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const snapshot = { url: url.value.trim(), key: key.value.trim() }
    saved.value = false
    problem.value = !v.is(UrlSchema, snapshot.url) ? 'url' : !v.is(KeySchema, snapshot.key) ? 'key' : null
    if (problem.value) return
    // In the gesture; refused, the list simply never comes.
    const asked = askAccess(originsOf([snapshot.url]))
    await asked.catch(() => false)
    saved.value = await store.update({ snapshot })
  }
  const forget = async () => {
    problem.value = null
    saved.value = false
    if (!(await store.update({ snapshot: null }))) return
    url.value = ''
    key.value = ''
    document.getElementById('snapshot-url')?.focus()
  }
  const field = (name: 'url' | 'key', entry: typeof url, label: string, placeholder: string) => (
    <>
      <label for={`snapshot-${name}`}>{label}</label>
      <div class="line">
        <input
          id={`snapshot-${name}`}
          type="text"
          dir="ltr"
          autoComplete="off"
          spellcheck={false}
          placeholder={placeholder}
          value={entry.value}
          aria-invalid={problem.value === name}
          aria-describedby="snapshot-said"
          onInput={(event) => {
            entry.value = event.currentTarget.value
            saved.value = false
          }}
        />
      </div>
    </>
  )

  return (
    <div class="part">
      <h3>{t('snapshot_title')}</h3>
      <p class="muted">{t('snapshot_why')}</p>
      <form class="field" onSubmit={(event) => void save(event)}>
        {field('url', url, t('snapshot_url'), 'https://collector.example.org/control/snapshot')}
        {field('key', key, t('snapshot_key'), '')}
        <div class="line">
          <button type="submit" class="btn second">
            {t('save')}
          </button>
          {stored && (
            <button type="button" class="btn second" onClick={() => void forget()}>
              {t('snapshot_remove')}
            </button>
          )}
        </div>
        <p id="snapshot-said" class={problem.value ? 'problem' : 'muted'} role="status">
          {problem.value === 'url' && t('resolver_invalid')}
          {problem.value === 'key' && t('snapshot_key_invalid')}
          {saved.value && t('saved')}
        </p>
      </form>
    </div>
  )
}
