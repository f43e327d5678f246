import './evidence.css'
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { measurementOf, type StoredMeasurement } from '../history/measurement.ts'
import type { Latest } from '../history/records.ts'
import { advice, meaning } from '../ui/advice.ts'
import { ConfidenceBadge } from '../ui/confidence-badge.tsx'
import { DayBar } from '../ui/day-bar.tsx'
import { DayLegend, daySummary } from '../ui/day-legend.tsx'
import { Glyph, shapeOf } from '../ui/glyph.tsx'
import { keyPart, t } from '../ui/i18n.ts'
import { hostOf, verdictDetail, verdictPhrase } from '../ui/words.ts'
import { Facts, Rules, Steps } from './evidence-parts.tsx'
import { GiveAccess } from './give-access.tsx'
import type { Store } from './store.ts'

interface Props {
  store: Store
  latest: Latest
  onBack(): void
}

/** Everything known of one site: what it means and what to do first, the evidence after. */
export function Evidence({ store, latest, onBack }: Props) {
  const look = useLook(store, latest.measurementId)
  const back = useRef<HTMLButtonElement>(null)
  useEffect(() => back.current?.focus(), [])
  useEffect(() => {
    // Escape would close the popup; here it goes back first.
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      onBack()
    }
    document.addEventListener('keydown', leave)
    return () => document.removeEventListener('keydown', leave)
  }, [onBack])
  const { verdict } = latest
  const strip = store.snapshot.value?.strips.get(latest.targetId)
  const target = store.snapshot.value?.rows.find((row) => row.target.id === latest.targetId)?.target
  const detail = verdictDetail(verdict)
  return (
    <div class="pop evidence">
      <main class="scroll">
        <div class="bar">
          <button type="button" class="btn quiet back" ref={back} onClick={onBack}>
            <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
              <path
                d="M9 2L4 7l5 5"
                fill="none"
                stroke="currentColor"
                stroke-width="2"
                stroke-linecap="round"
              />
            </svg>
            {t('back')}
          </button>
        </div>
        <div class={`verdict tone-${shapeOf(verdict)}`}>
          <Glyph status={shapeOf(verdict)} size={28} />
          <div>
            <h1>
              <bdi dir="ltr">{hostOf(latest.url)}</bdi>
            </h1>
            <p>
              <b>{verdictPhrase(verdict)}</b>
              {detail && <> · {detail}</>} <ConfidenceBadge verdict={verdict} />
            </p>
          </div>
        </div>
        {verdict.warnings.map((warning) => (
          <p class="notice" key={warning}>
            {t(`warning_${keyPart(warning)}`)}
          </p>
        ))}
        <section class="means">
          <h2>{t('ev_means')}</h2>
          {meaning(verdict).map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </section>
        <section>
          <h2>{t('ev_do')}</h2>
          <ul class="todo">
            {advice(verdict).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {verdict.reason === 'permission' && target && <GiveAccess store={store} targets={[target]} />}
        </section>
        {strip && (
          <section>
            <h2>{t('ev_day', strip.length)}</h2>
            <p class="unseen">{daySummary(strip)}</p>
            <DayBar cells={strip} large />
            <div class="day-ends" aria-hidden="true">
              <span>{t('day_start', strip.length)}</span>
              <span>{t('day_end')}</span>
            </div>
            <DayLegend cells={strip} />
          </section>
        )}
        {look === null && <p class="notice">{t('ev_gone')}</p>}
        {look && <Steps look={look} />}
        <Rules ids={verdict.rules} />
        <Facts latest={latest} measurement={look?.measurement ?? null} />
      </main>
    </div>
  )
}

/** undefined while it is read, null when it is no longer kept. */
function useLook(store: Store, id: string): StoredMeasurement | null | undefined {
  const look = useSignal<StoredMeasurement | null | undefined>(undefined)
  useEffect(() => {
    let wanted = true
    store.reader
      .read((db) => measurementOf(db, id))
      .then(
        (reading) => {
          if (wanted) look.value = reading.state === 'ready' ? reading.value : null
        },
        () => {
          if (wanted) look.value = null
        },
      )
    return () => {
      wanted = false
    }
  }, [id, look, store])
  return look.value
}
