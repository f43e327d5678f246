import { t } from '../ui/i18n.ts'
import { networkName } from '../ui/network-name.ts'
import { hostOf } from '../ui/words.ts'
import { type Compared, compare } from './compare.ts'
import { ResultRow } from './result-row.tsx'
import { partyOf } from './sentence.ts'
import type { CompareStore } from './store.ts'

/** The two side by side: what differs first. */
export function Result({ store }: { store: CompareStore }) {
  const { a, b, rows, networks, now } = store
  if (a.value === null || b.value === null || a.value === b.value) return null
  const [first, second] = [a.value, b.value].map((id) => {
    const network = networks.value?.find((known) => known.id === id) ?? null
    return partyOf(network, networkName(network))
  })
  if (!first || !second) return null
  const onA = rows.value.get(a.value)
  const onB = rows.value.get(b.value)
  if (!onA || !onB) return null
  const { differ, same, untold, old } = compare(onA, onB, now.value)
  const list = (found: readonly Compared[]) => (
    <ul class="pairs">
      {found.map((row) => (
        <ResultRow key={row.targetId} row={row} a={first} b={second} now={now.value} />
      ))}
    </ul>
  )
  const told = differ.length + same.length
  const open = same.filter((row) => row.a.finding === 'open')
  const trouble = same.filter((row) => row.a.finding !== 'open')
  return (
    <section class="card panel" aria-labelledby="result-title">
      <h2 id="result-title">{t('compare_result', first.name, second.name)}</h2>
      {old && <p class="notice">{t('compare_old')}</p>}
      {told === 0 && <p class="muted">{t('compare_nothing')}</p>}
      {told > 0 && (
        <>
          <h3>{t('compare_differ', differ.length)}</h3>
          {differ.length === 0 ? <p class="muted">{t('compare_no_difference')}</p> : list(differ)}
        </>
      )}
      {trouble.length > 0 && (
        <>
          <h3>{t('compare_same', trouble.length)}</h3>
          {list(trouble)}
        </>
      )}
      {open.length > 0 && (
        <details class="more">
          <summary>{t('compare_open_title', open.length)}</summary>
          <ul class="hosts">
            {open.map(({ targetId, url }) => (
              <li key={targetId}>
                <bdi dir="ltr">{hostOf(url)}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
      {untold.length > 0 && (
        <details class="more">
          <summary>{t('compare_untold_title', untold.length)}</summary>
          {list(untold)}
        </details>
      )}
      {told > 0 && <p class="muted">{t('compare_caveat')}</p>}
    </section>
  )
}
