import type { Latest } from '../history/records.ts'
import { formatNumber, keyPart, plural, t } from '../ui/i18n.ts'
import { ratio } from '../ui/time.ts'
import type { Arranged, GroupView } from './arrange.ts'
import { GroupDots } from './group-dots.tsx'
import { later } from './later.ts'
import { SiteRow } from './site-row.tsx'
import type { Snapshot } from './snapshot.ts'
import type { Store } from './store.ts'

interface Props {
  store: Store
  snapshot: Snapshot
  arranged: Arranged
  onOpen(latest: Latest): void
}

/** With so few calm sites there is nothing to fold away. */
const SHORT_LIST = 6

export function SiteList({ store, snapshot, arranged, onOpen }: Props) {
  const { trouble, groups, withoutAccess } = arranged
  const views = later.value
  const calm = groups.reduce((sum, view) => sum + view.rows.length, 0)
  return (
    <>
      {withoutAccess.length > 1 && (
        <div class="card ask">
          <p>{plural('access_missing', withoutAccess.length)}</p>
          {views && <views.GiveAccess store={store} targets={withoutAccess.map((row) => row.target)} />}
        </div>
      )}
      {trouble.length > 0 && (
        <section class="card" aria-labelledby="attention">
          <h2 class="h" id="attention">
            {t('needs_attention')}
            <span class="grow" />
            {formatNumber(trouble.length)}
          </h2>
          <ul>
            {trouble.map((row) => (
              <SiteRow key={row.target.id} store={store} row={row} snapshot={snapshot} onOpen={onOpen} />
            ))}
          </ul>
        </section>
      )}
      {groups.length > 0 && (
        <div class="card groups">
          {groups.map((view) => (
            <Group key={view.group} view={view} open={calm <= SHORT_LIST}>
              {view.rows.map((row) => (
                <SiteRow key={row.target.id} store={store} row={row} snapshot={snapshot} onOpen={onOpen} />
              ))}
            </Group>
          ))}
        </div>
      )}
    </>
  )
}

interface GroupProps {
  view: GroupView
  open: boolean
  children: preact.ComponentChildren
}

function Group({ view, open, children }: GroupProps) {
  return (
    <details open={open}>
      <summary class="h">
        {t(`group_${keyPart(view.group)}`)}
        <span class="grow" />
        <GroupDots view={view} />
        <Count view={view} />
      </summary>
      <ul>{children}</ul>
    </details>
  )
}

/** Where nothing was tested "0 of 7 open" would be a claim. */
function Count({ view }: { view: GroupView }) {
  const tested =
    view.total -
    view.rows.filter(({ latest }) => (latest?.verdict.status ?? 'untested') === 'untested').length
  if (tested === 0) return <span class="count">{formatNumber(view.total)}</span>
  return (
    <>
      <span class="count" aria-hidden="true">
        {ratio(view.open, view.total)}
      </span>
      <span class="unseen">{t('group_open', view.open, view.total)}</span>
    </>
  )
}
