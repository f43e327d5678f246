import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../ui/i18n.ts'
import { MenuList } from './menu-list.tsx'
import type { Store } from './store.ts'

/** A button that unfolds a short list above itself. */
export function Menu({ store }: { store: Store }) {
  const open = useSignal(false)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const shut = () => {
    open.value = false
    button.current?.focus()
  }
  useEffect(() => {
    if (!open.value) return
    // Escape would close the popup; here it closes the list first.
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      shut()
    }
    const elsewhere = ({ target }: Event) => {
      if (target instanceof Node && !box.current?.contains(target)) open.value = false
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('pointerdown', elsewhere)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('pointerdown', elsewhere)
    }
  }, [open.value])
  return (
    <div class="menu" ref={box}>
      {open.value && <MenuList store={store} onDone={shut} />}
      <button
        type="button"
        class="btn quiet"
        ref={button}
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.value
        }}
      >
        {t('menu')}
      </button>
    </div>
  )
}
