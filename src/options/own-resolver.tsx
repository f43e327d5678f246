import { useSignal } from '@preact/signals'
import * as v from 'valibot'
import { SettingsSchema } from '../settings/settings.ts'
import { t } from '../ui/i18n.ts'
import { askAccess } from '../ui/permission.ts'
import { originsOf } from '../watchlist/origins.ts'
import type { OptionsStore } from './store.ts'

export function OwnResolver({ store, stored }: { store: OptionsStore; stored: string | null }) {
  const entry = useSignal(stored ?? '')
  const invalid = useSignal(false)
  const saved = useSignal(false)

  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const customResolver = entry.value.trim() || null
    invalid.value = !v.safeParse(SettingsSchema.entries.customResolver, customResolver).success
    saved.value = false
    if (invalid.value) return
    // In the gesture; refused, the resolver simply never answers.
    const asked = askAccess(customResolver ? originsOf([customResolver]) : [])
    await asked.catch(() => false)
    saved.value = await store.update({ customResolver })
  }

  return (
    <form class="field" onSubmit={(event) => void save(event)}>
      <label for="resolver">{t('resolver_label')}</label>
      <div class="line">
        <input
          id="resolver"
          type="text"
          dir="ltr"
          inputMode="url"
          autoComplete="off"
          spellcheck={false}
          placeholder="https://dns.example.org/dns-query"
          value={entry.value}
          aria-invalid={invalid.value}
          aria-describedby="resolver-said"
          onInput={(event) => {
            entry.value = event.currentTarget.value
            saved.value = false
          }}
        />
        <button type="submit" class="btn second">
          {t('save')}
        </button>
      </div>
      <p id="resolver-said" class={invalid.value ? 'problem' : 'muted'} role="status">
        {invalid.value ? t('resolver_invalid') : saved.value ? t('saved') : ''}
      </p>
    </form>
  )
}
