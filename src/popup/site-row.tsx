import type { StatusRow } from '../history/read.ts'
import type { Latest } from '../history/records.ts'
import { ConfidenceBadge } from '../ui/confidence-badge.tsx'
import { DayBar } from '../ui/day-bar.tsx'
import { Glyph, shapeOf } from '../ui/glyph.tsx'
import { keyPart, t, tMaybe } from '../ui/i18n.ts'
import { moment } from '../ui/time.ts'
import { hostOf, isIntercepted, verdictDetail, verdictPhrase } from '../ui/words.ts'
import { isTrouble, lacksAccess } from './arrange.ts'
import { later } from './later.ts'
import type { Snapshot } from './snapshot.ts'
import type { Store } from './store.ts'

interface Props {
  store: Store
  row: StatusRow
  snapshot: Snapshot
  onOpen(latest: Latest): void
}

export function SiteRow({ store, row, snapshot, onOpen }: Props) {
  const { target, latest } = row
  const views = later.value
  const strip = snapshot.strips.get(target.id)
  return (
    <li class="row">
      <button
        type="button"
        class="open"
        data-target={target.id}
        disabled={!latest}
        onClick={() => latest && onOpen(latest)}
      >
        <Glyph status={shapeOf(latest?.verdict)} />
        <bdi class="host" dir="ltr">
          {hostOf(target.url)}
        </bdi>
        {strip ? <DayBar cells={strip} /> : <span />}
        <Said row={row} now={store.now.value} />
      </button>
      {views && lacksAccess(row) && <views.GiveAccess store={store} targets={[target]} />}
    </li>
  )
}

/** The verdict in words, on a line of its own as wide as the row. */
function Said({ row, now }: { row: StatusRow; now: number }) {
  const { latest } = row
  if (!latest) return <span class="said">{t('verdict_untested')}</span>
  const { verdict } = latest
  const detail = verdict.status === 'reachable' ? latency(latest) : verdictDetail(verdict)
  const notes = verdict.warnings.flatMap((warning) => tMaybe(`note_${keyPart(warning)}`) ?? [])
  return (
    <span class={`said tone-${shapeOf(verdict)}`}>
      <b>{verdictPhrase(verdict)}</b>
      {verdict.confidence !== 'likely' && (
        <>
          {' '}
          <ConfidenceBadge verdict={verdict} />
        </>
      )}
      {detail && <> · {detail}</>}
      {notes.map((note) => (
        <span key={note}> · {note}</span>
      ))}
      {isTrouble(row) && (
        <>
          {' '}
          <span class="since">{t('since', moment(latest.since, now))}</span>
        </>
      )}
    </span>
  )
}

function latency({ verdict, latencyMs }: Latest): string | null {
  return latencyMs === null || isIntercepted(verdict) ? null : t('latency', Math.round(latencyMs))
}
