import { useSignal } from '@preact/signals'
import type { Latest } from '../history/records.ts'
import { send } from '../messages/send.ts'
import { attempt } from '../ui/attempt.ts'
import { ConfidenceBadge } from '../ui/confidence-badge.tsx'
import { Glyph, shapeOf } from '../ui/glyph.tsx'
import { t } from '../ui/i18n.ts'
import { askAccess } from '../ui/permission.ts'
import { hostOf, verdictDetail, verdictPhrase } from '../ui/words.ts'
import type { Snapshot } from './snapshot.ts'
import type { Store } from './store.ts'
import { rowOfSite } from './tab-site.ts'
import { useOrigins } from './use-origins.ts'

interface Props {
  store: Store
  snapshot: Snapshot
  onOpen(latest: Latest): void
}

/** The site in this tab: what is known of it, or the offer to look. */
export function TabCard({ store, snapshot, onOpen }: Props) {
  const site = store.tab.value
  if (!site) return null
  const listed = rowOfSite(snapshot.rows, site)
  const latest = listed?.latest ?? null
  return (
    <section class="card tab" aria-label={t('tab_title')}>
      <Glyph status={shapeOf(latest?.verdict)} />
      <bdi class="host" dir="ltr">
        {hostOf(site)}
      </bdi>
      {latest ? <ConfidenceBadge verdict={latest.verdict} /> : <span />}
      {latest ? (
        <Known store={store} latest={latest} listed={listed?.target.enabled === true} onOpen={onOpen} />
      ) : (
        <Unknown store={store} url={listed?.target.url ?? site} />
      )}
    </section>
  )
}

interface KnownProps {
  store: Store
  latest: Latest
  listed: boolean
  onOpen(latest: Latest): void
}

function Known({ store, latest, listed, onOpen }: KnownProps) {
  const detail = verdictDetail(latest.verdict)
  return (
    <div class="wide">
      <p class="muted">
        {verdictPhrase(latest.verdict)}
        {detail && <> · {detail}</>}
      </p>
      <button type="button" class="btn link" data-target={latest.targetId} onClick={() => onOpen(latest)}>
        {t('what_can_i_do')}
      </button>
      {!listed && (
        <button
          type="button"
          class="btn link"
          onClick={() =>
            attempt(store.failure, () => send('target.add', { url: latest.url }).then(store.reload))
          }
        >
          {t('tab_keep')}
        </button>
      )}
    </div>
  )
}

function Unknown({ store, url }: { store: Store; url: string }) {
  const busy = useSignal(false)
  const origins = useOrigins(store, [url])
  const check = async () => {
    if (!origins) return
    const asked = askAccess(origins)
    busy.value = true
    // Refused access is no error: the answer is then "not tested", with the reason.
    const sent = await attempt(store.failure, async () => {
      await asked
      await send('target.check', { url })
    })
    if (!sent) busy.value = false
  }
  return (
    <div class="wide">
      <p class="muted">{t('tab_unlisted')}</p>
      <button type="button" class="btn second" disabled={busy.value || !origins} onClick={check}>
        {busy.value ? t('tab_checking') : t('tab_check')}
      </button>
    </div>
  )
}
