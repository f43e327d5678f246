import { Glyph, shapeOf } from '../ui/glyph.tsx'
import { formatNumber, t } from '../ui/i18n.ts'
import { hostOf, verdictPhrase } from '../ui/words.ts'
import type { EarlyRow } from './early.ts'

/** First words on sites whose diagnosis goes on; a hollow shape, because it may yet change. */
export function EarlyList({ early }: { early: readonly EarlyRow[] }) {
  if (early.length === 0) return null
  return (
    <section class="card" aria-labelledby="early">
      <h2 class="h" id="early">
        {t('early_title')}
        <span class="grow" />
        {formatNumber(early.length)}
      </h2>
      <ul>
        {early.map(({ row, verdict }) => (
          <li class="row" key={row.target.id}>
            <div class="open early">
              <Glyph status={shapeOf(verdict)} />
              <bdi class="host" dir="ltr">
                {hostOf(row.target.url)}
              </bdi>
              <span class={`said tone-${shapeOf(verdict)}`}>{t('early_so_far', verdictPhrase(verdict))}</span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
