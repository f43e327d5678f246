import type { StatusRow } from '../history/read.ts'
import { send } from '../messages/send.ts'
import type { Settings } from '../settings/settings.ts'
import { attempt } from '../ui/attempt.ts'
import { t } from '../ui/i18n.ts'
import { Rich } from '../ui/rich.tsx'
import { ago } from '../ui/time.ts'
import { headline, headlineText } from './headline.ts'
import { later } from './later.ts'
import { NetworkChip } from './network-chip.tsx'
import { openPage } from './open-page.ts'
import type { Store } from './store.ts'

interface Props {
  store: Store
  settings: Settings
  rows: readonly StatusRow[]
}

/** The answer, the network it holds for, and how old it is. */
export function Head({ store, settings, rows }: Props) {
  const tick = store.snapshot.value?.tick ?? null
  const now = store.now.value
  const views = later.value
  const running = store.progress.value?.running === true
  const said = headline({
    agreed: settings.consent !== null,
    paused: settings.paused,
    running,
    unread: unread(store),
    unplugged: !navigator.onLine,
    intervalMinutes: settings.intervalMinutes,
    tick,
    domestic: store.link.value?.domestic ?? false,
    elsewhere: store.snapshot.value?.elsewhere ?? false,
    rows,
    now,
  })
  const { say, why } = headlineText(said)
  return (
    <header class="head">
      <h1 class={`say tone-${said.tone}`}>
        <Rich text={say} />
      </h1>
      {why && (
        <p class={`why tone-${said.tone}`}>
          <Rich text={why} />
        </p>
      )}
      {views && settings.consent && <views.LinkNote store={store} settings={settings} />}
      {settings.consent ? (
        unread(store) || (
          <div class="meta">
            {running ? (
              views && <views.SweepBar store={store} />
            ) : (
              <Standing store={store} rows={rows} paused={settings.paused} />
            )}
          </div>
        )
      ) : (
        <div class="meta">
          <button type="button" class="btn" onClick={() => openPage('src/welcome/welcome.html')}>
            {t('agree_open')}
          </button>
        </div>
      )}
    </header>
  )
}

/** Nothing to show, and nothing that a test found could be kept. */
function unread({ snapshot, trouble }: Store): boolean {
  return snapshot.value === null && trouble.value !== null
}

function Standing({ store, rows, paused }: Pick<Props, 'store' | 'rows'> & { paused: boolean }) {
  const snapshot = store.snapshot.value
  const lookedAt = Math.max(snapshot?.tick?.at ?? 0, ...rows.map((row) => row.latest?.at ?? 0))
  return (
    <>
      <span class="where">
        <NetworkChip network={snapshot?.network ?? null} />
        {lookedAt > 0 && <span class="age">{t('age_tested', ago(lookedAt, store.now.value))}</span>}
      </span>
      {paused ? (
        <button
          type="button"
          class="btn"
          onClick={() => attempt(store.failure, () => send('settings.update', { paused: false }))}
        >
          {t('resume')}
        </button>
      ) : (
        <button
          type="button"
          class="btn"
          onClick={() => attempt(store.failure, () => send('sweep.start', { pace: 'now' }))}
        >
          {t('test_now')}
        </button>
      )}
    </>
  )
}
