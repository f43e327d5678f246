import { type Signal, useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Network } from '../history/records.ts'
import { send } from '../messages/send.ts'
import { attempt } from './attempt.ts'
import { t } from './i18n.ts'

interface Props {
  network: Pick<Network, 'id' | 'label'>
  /** What the field is, for whoever does not see what it stands beside. */
  name: string
  failure: Signal<string | null>
  /** It was asked for by a click: the keyboard goes on in it. */
  focused?: boolean
  onSaved(): Promise<unknown>
}

/** The user's own word for a network; an empty one takes it away. */
export function LabelNetwork({ network, name, failure, focused = false, onSaved }: Props) {
  const field = useRef<HTMLInputElement>(null)
  // Before anybody can see it, and type.
  useLayoutEffect(() => {
    if (focused) field.current?.focus()
  }, [focused])
  const entry = useSignal(network.label ?? '')
  const saved = useSignal(false)
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const label = entry.value.trim() || null
    saved.value = await attempt(failure, () => send('network.label', { networkId: network.id, label }))
    if (saved.value) await onSaved()
  }
  return (
    <form class="line label" onSubmit={(event) => void save(event)}>
      <input
        type="text"
        ref={field}
        aria-label={name}
        autoComplete="off"
        maxLength={40}
        placeholder={t('label_example')}
        value={entry.value}
        onInput={(event) => {
          entry.value = event.currentTarget.value
          saved.value = false
        }}
      />
      <button type="submit" class="btn second small">
        {t('save')}
      </button>
      <span class="muted" role="status">
        {saved.value && t('saved')}
      </span>
    </form>
  )
}
