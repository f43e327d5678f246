import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { askToPersist, keptLooks, type StorageUse as Stored, storageUse } from '../history/storage-use.ts'
import { plural, t } from '../ui/i18n.ts'
import { day, size } from '../ui/time.ts'
import type { OptionsStore } from './store.ts'

interface Use extends Stored {
  looks: number
  looksBytes: number
  oldestLook: number | null
}

/** How much the record takes, and whether the browser has promised to keep it. */
export function StorageUse({ store }: { store: OptionsStore }) {
  const use = useSignal<Use | null>(null)
  const refused = useSignal(false)
  // Whatever was deleted, restored or recorded has changed the lists as well.
  const changed = store.networks.value
  useEffect(() => {
    void readUse(store).then(
      (read) => {
        use.value = read
      },
      // Why the record cannot be read stands at the top of the page.
      () => {},
    )
  }, [changed, store, use])
  if (!use.value) return null
  const { usage, quota, persisted, looks, looksBytes, oldestLook } = use.value
  const ask = async () => {
    const kept = await askToPersist()
    refused.value = !kept
    if (use.value) use.value = { ...use.value, persisted: kept }
  }
  return (
    <div class="field" role="status">
      <p class="muted">
        {looks > 0 ? plural('storage_looks', looks, size(looksBytes)) : t('storage_none')}{' '}
        {oldestLook !== null && t('storage_oldest', day(oldestLook))}
      </p>
      {usage !== null && (
        <p class="muted">
          {t('storage_used', size(usage))} {quota !== null && t('storage_allowed', size(quota))}
        </p>
      )}
      {persisted !== null && <p class="muted">{t(persisted ? 'persist_yes' : 'persist_no')}</p>}
      {persisted === false && (
        <div class="line">
          <button type="button" class="btn second" onClick={() => void ask()}>
            {t('persist_ask')}
          </button>
        </div>
      )}
      {refused.value && <p class="problem">{t('persist_refused')}</p>}
    </div>
  )
}

async function readUse(store: OptionsStore): Promise<Use> {
  const [stored, counted] = await Promise.all([storageUse(), store.reader.read(keptLooks)])
  const rows = counted.state === 'ready' ? counted.value : null
  return {
    ...stored,
    looks: rows?.looks.count ?? 0,
    looksBytes: rows?.looks.bytes ?? 0,
    oldestLook: rows?.oldestLook ?? null,
  }
}
