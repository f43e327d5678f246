import { useSignal } from '@preact/signals'
import { CONTROL_HELPERS } from '../measure/parties.ts'
import { t } from '../ui/i18n.ts'
import { askAccess } from '../ui/permission.ts'
import { originsOf } from '../watchlist/origins.ts'
import { OwnHelpers } from './own-helpers.tsx'
import type { OptionsStore } from './store.ts'

type Choice = 'builtin' | 'own' | 'none'
const CHOICES: readonly Choice[] = ['builtin', 'own', 'none']
const BUILT_IN = CONTROL_HELPERS.map(({ url }) => url)

/** Who is asked how a failing site looks from outside: the built-in helpers, the user's own in their order, nobody. */
export function ControlHelpers({ store, stored }: { store: OptionsStore; stored: readonly string[] | null }) {
  /** An own list that was emptied stays an own list while the page is open. */
  const wanted = useSignal<Choice | null>(null)
  /** What to come back to from another choice. */
  const remembered = useSignal<readonly string[]>(BUILT_IN)
  const choice = wanted.value ?? choiceOf(stored)

  const save = (list: readonly string[] | null) => {
    // In the gesture; refused, the helper simply never answers.
    const asked = askAccess(originsOf(list ?? BUILT_IN))
    return asked.catch(() => false).then(() => store.update({ controlHelpers: list ? [...list] : null }))
  }
  const choose = (next: Choice) => {
    if (choice === 'own' && stored) remembered.value = stored
    wanted.value = next
    void save(next === 'builtin' ? null : next === 'none' ? [] : remembered.value)
  }

  return (
    <fieldset class="part">
      <legend>
        <h3>{t('helpers_title')}</h3>
      </legend>
      <p class="muted">{t('helpers_why')}</p>
      <div class="choices">
        {CHOICES.map((one) => (
          <div class="choice" key={one}>
            <input
              id={`helpers-${one}`}
              type="radio"
              name="helpers"
              checked={choice === one}
              onChange={() => choose(one)}
            />
            <label for={`helpers-${one}`}>{label(one)}</label>
          </div>
        ))}
      </div>
      {choice === 'own' && <OwnHelpers list={stored ?? BUILT_IN} onChange={save} />}
    </fieldset>
  )
}

function choiceOf(stored: readonly string[] | null): Choice {
  if (stored === null) return 'builtin'
  return stored.length > 0 ? 'own' : 'none'
}

function label(choice: Choice): string {
  if (choice === 'builtin') return t('helpers_builtin', CONTROL_HELPERS.map(({ name }) => name).join(', '))
  return choice === 'own' ? t('helpers_own') : t('helpers_none')
}
