import { useSignal } from '@preact/signals'
import { UNKNOWN_NETWORK } from '../networks/current.ts'
import { t } from '../ui/i18n.ts'
import { LabelNetwork } from '../ui/label-network.tsx'
import { openPage } from './open-page.ts'
import type { Store } from './store.ts'

const PAGES = [
  ['menu_compare', 'src/compare/compare.html'],
  ['menu_export', 'src/export/export.html'],
] as const

/** What is wanted now and then. */
export function MenuList({ store, onDone }: { store: Store; onDone(): void }) {
  const naming = useSignal(false)
  const network = store.snapshot.value?.network
  return (
    <ul class="items">
      {PAGES.map(([key, path]) => (
        <li key={key}>
          <button type="button" class="btn quiet" onClick={() => openPage(path)}>
            {t(key)}
          </button>
        </li>
      ))}
      {network && network.id !== UNKNOWN_NETWORK && (
        <li>
          {naming.value ? (
            <LabelNetwork
              network={network}
              name={t('label_label')}
              failure={store.failure}
              focused
              onSaved={async () => {
                onDone()
                await store.reload()
              }}
            />
          ) : (
            <button
              type="button"
              class="btn quiet"
              onClick={() => {
                naming.value = true
              }}
            >
              {t('label_do')}
            </button>
          )}
        </li>
      )}
    </ul>
  )
}
