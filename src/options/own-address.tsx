import { useSignal } from '@preact/signals'
import * as v from 'valibot'
import { type Settings, SettingsSchema } from '../settings/settings.ts'
import { t } from '../ui/i18n.ts'
import { askAccess } from '../ui/permission.ts'
import { originsOf } from '../watchlist/origins.ts'
import type { OptionsStore } from './store.ts'

interface Props {
  store: OptionsStore
  settings: Settings
  setting: 'customResolver' | 'networkLookup'
  id: string
  label: string
  hint?: string
  placeholder: string
}

/** The https address of a party of the user's own; empty for none. */
export function OwnAddress({ store, settings, setting, id, label, hint, placeholder }: Props) {
  const entry = useSignal(settings[setting] ?? '')
  const invalid = useSignal(false)
  const saved = useSignal(false)

  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const address = entry.value.trim() || null
    invalid.value = !v.is(SettingsSchema.entries[setting], address)
    saved.value = false
    if (invalid.value) return
    // In the gesture; refused, the party simply never answers.
    const asked = askAccess(address ? originsOf([address]) : [])
    await asked.catch(() => false)
    saved.value = await store.update({ [setting]: address })
  }

  return (
    <form class="field" onSubmit={(event) => void save(event)}>
      <label for={id}>{label}</label>
      {hint && <p class="muted">{hint}</p>}
      <div class="line">
        <input
          id={id}
          type="text"
          dir="ltr"
          inputMode="url"
          autoComplete="off"
          spellcheck={false}
          placeholder={placeholder}
          value={entry.value}
          aria-invalid={invalid.value}
          aria-describedby={`${id}-said`}
          onInput={(event) => {
            entry.value = event.currentTarget.value
            saved.value = false
          }}
        />
        <button type="submit" class="btn second">
          {t('save')}
        </button>
      </div>
      <p id={`${id}-said`} class={invalid.value ? 'problem' : 'muted'} role="status">
        {invalid.value ? t('resolver_invalid') : saved.value ? t('saved') : ''}
      </p>
    </form>
  )
}
