import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { t } from './i18n.ts'

interface Props {
  label: string
  /** What is lost: shown before the second click. */
  lost: readonly string[]
  onSure(): Promise<unknown>
}

/** Something that cannot be taken back: the first click tells what it does, only the second does it. */
export function TwoStep({ label, lost, onSure }: Props) {
  const asked = useSignal(false)
  const busy = useSignal(false)
  const first = useRef<HTMLButtonElement>(null)
  const keep = useRef<HTMLButtonElement>(null)
  // Whoever presses Enter twice keeps what there is.
  useEffect(() => {
    if (asked.value) keep.current?.focus()
  }, [asked.value])

  const back = () => {
    asked.value = false
    requestAnimationFrame(() => first.current?.focus())
  }
  const go = async () => {
    busy.value = true
    await onSure()
    busy.value = false
    back()
  }
  if (!asked.value) {
    return (
      <button
        type="button"
        class="btn second"
        ref={first}
        onClick={() => {
          asked.value = true
        }}
      >
        {label}
      </button>
    )
  }
  return (
    <fieldset class="sure" aria-label={label}>
      {lost.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <div class="line">
        <button type="button" class="btn second" ref={keep} disabled={busy.value} onClick={back}>
          {t('wipe_keep')}
        </button>
        <button type="button" class="btn grave" disabled={busy.value} onClick={() => void go()}>
          {t('wipe_confirm')}
        </button>
      </div>
    </fieldset>
  )
}
