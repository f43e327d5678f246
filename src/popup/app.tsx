import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Latest } from '../history/records.ts'
import { attempt } from '../ui/attempt.ts'
import { t } from '../ui/i18n.ts'
import { arrange, chosen } from './arrange.ts'
import { earlyRows } from './early.ts'
import { Footer } from './footer.tsx'
import { Head } from './head.tsx'
import { later, loadLater } from './later.ts'
import { Notices } from './notices.tsx'
import { SiteList } from './site-list.tsx'
import type { Store } from './store.ts'

export function App({ store }: { store: Store }) {
  const opened = useSignal<Latest | null>(null)
  const settings = store.settings.value
  const snapshot = store.snapshot.value
  const views = later.value
  const ready = settings !== null && (snapshot !== null || store.trouble.value !== null)
  useEffect(() => {
    if (ready) void attempt(store.failure, loadLater)
  }, [ready, store])
  if (!ready) return <Skeleton />
  if (opened.value && views) {
    const shown = opened.value
    // Follow the site: a newer look replaces the one that was opened.
    const newest = snapshot?.rows.find((row) => row.target.id === shown.targetId)?.latest ?? shown
    return (
      <views.Evidence
        store={store}
        latest={newest}
        onBack={() => {
          opened.value = null
          focusRow(shown.targetId)
        }}
      />
    )
  }
  const open = (latest: Latest) => {
    opened.value = latest
  }
  const rows = snapshot ? chosen(snapshot.rows, settings) : []
  const early = earlyRows(rows, store.progress.value)
  const pending = new Set(early.map(({ row }) => row))
  // What stands above as still looked into does not stand below with its last result as well.
  const settled = rows.filter((row) => !pending.has(row))
  return (
    <div class="pop">
      <Head store={store} settings={settings} rows={rows} />
      <main class="scroll">
        <Notices store={store} rows={rows} />
        {views && <views.WayOut store={store} />}
        {snapshot && settings.consent && (
          <>
            {views && <views.Resting store={store} />}
            {views && <views.AgreeAgain settings={settings} />}
            {views ? (
              <views.TabCard store={store} snapshot={snapshot} onOpen={open} />
            ) : (
              // Room for what will stand here, lest the list jump from under the pointer.
              store.tab.value && <div class="card tab" />
            )}
            {views && <views.EarlyList early={early} />}
            <SiteList store={store} snapshot={snapshot} arranged={arrange(settled)} onOpen={open} />
          </>
        )}
      </main>
      <Footer store={store} settings={settings} />
    </div>
  )
}

/** Keyboard users come back to where they left. */
function focusRow(targetId: string): void {
  requestAnimationFrame(() => {
    const row = [...document.querySelectorAll<HTMLElement>('[data-target]')].find(
      (element) => element.dataset.target === targetId,
    )
    row?.closest('details')?.setAttribute('open', '')
    row?.focus()
  })
}

function Skeleton() {
  return (
    <div class="pop" aria-busy="true">
      <p class="unseen" role="status">
        {t('loading')}
      </p>
      <div class="head">
        <span class="bone wide" />
        <span class="bone" />
      </div>
      <div class="card bones" />
      <div class="card bones tall" />
    </div>
  )
}
