import { useSignal } from '@preact/signals'
import { t } from '../ui/i18n.ts'
import { hostOf } from '../ui/words.ts'
import { Arrow } from './arrow.tsx'
import { type HelperProblem, moved, withHelper } from './helper-list.ts'

interface Props {
  list: readonly string[]
  /** Called in the gesture. */
  onChange(list: readonly string[]): Promise<unknown>
}

export function OwnHelpers({ list, onChange }: Props) {
  const entry = useSignal('')
  const problem = useSignal<HelperProblem | null>(null)

  const add = async (event: SubmitEvent) => {
    event.preventDefault()
    const added = withHelper(list, entry.value)
    problem.value = added.ok ? null : added.problem
    if (!added.ok) return
    await onChange(added.list)
    entry.value = ''
  }
  const move = async (from: number, to: number) => {
    await onChange(moved(list, from, to))
    // Moving an element takes the keyboard's place away; the neighbour's end of the list has no button that way.
    requestAnimationFrame(() => {
      const [way, back] = to < from ? ['up', 'down'] : ['down', 'up']
      const button = document.getElementById(`helper-${way}-${to}`)
      const other = document.getElementById(`helper-${back}-${to}`)
      ;(button instanceof HTMLButtonElement && !button.disabled ? button : other)?.focus()
    })
  }
  const remove = async (index: number) => {
    await onChange(list.filter((_, at) => at !== index))
    requestAnimationFrame(() => document.getElementById('helper')?.focus())
  }

  return (
    <div class="field">
      {list.length === 0 && <p class="muted">{t('helpers_empty')}</p>}
      <ol class="sites">
        {list.map((url, index) => (
          <li key={url}>
            <bdi class="host" dir="ltr">
              {url}
            </bdi>
            <span class="grow" />
            <button
              type="button"
              class="btn second small"
              id={`helper-up-${index}`}
              aria-label={t('helper_up', hostOf(url))}
              disabled={index === 0}
              onClick={() => void move(index, index - 1)}
            >
              <Arrow way="up" />
            </button>
            <button
              type="button"
              class="btn second small"
              id={`helper-down-${index}`}
              aria-label={t('helper_down', hostOf(url))}
              disabled={index === list.length - 1}
              onClick={() => void move(index, index + 1)}
            >
              <Arrow way="down" />
            </button>
            <button
              type="button"
              class="btn second small"
              aria-label={t('site_remove_label', hostOf(url))}
              onClick={() => void remove(index)}
            >
              {t('site_remove')}
            </button>
          </li>
        ))}
      </ol>
      <form class="field" onSubmit={(event) => void add(event)}>
        <label for="helper">{t('helper_label')}</label>
        <div class="line">
          <input
            id="helper"
            type="text"
            dir="ltr"
            inputMode="url"
            autoComplete="off"
            spellcheck={false}
            placeholder="https://helper.example.org/"
            value={entry.value}
            aria-invalid={problem.value !== null}
            aria-describedby="helper-problem"
            onInput={(event) => {
              entry.value = event.currentTarget.value
              problem.value = null
            }}
          />
          <button type="submit" class="btn second">
            {t('site_add')}
          </button>
        </div>
        <p id="helper-problem" class="problem" role="alert">
          {problem.value && t(problem.value)}
        </p>
      </form>
    </div>
  )
}
