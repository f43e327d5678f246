import { Glyph, type Shape } from '../ui/glyph.tsx'
import { t } from '../ui/i18n.ts'
import { ago } from '../ui/time.ts'
import { hostOf, verdictDetail, verdictPhrase } from '../ui/words.ts'
import type { Compared, Side } from './compare.ts'
import { type Party, sentence } from './sentence.ts'

interface Props {
  row: Compared
  a: Party
  b: Party
  now: number
}

/** One site as both networks see it, and what that comes to. */
export function ResultRow({ row, a, b, now }: Props) {
  return (
    <li>
      <p>
        <bdi class="host" dir="ltr">
          {hostOf(row.url)}
        </bdi>
      </p>
      <dl class="sides">
        <Half side={row.a} name={a.name} now={now} />
        <Half side={row.b} name={b.name} now={now} />
      </dl>
      <p class="says">
        {sentence(row, a, b)} {row.apart && t('compare_apart')}
      </p>
    </li>
  )
}

function Half({ side, name, now }: { side: Side; name: string; now: number }) {
  const detail = side.verdict && verdictDetail(side.verdict)
  return (
    <div>
      <dt>
        <bdi>{name}</bdi>
      </dt>
      <dd>
        <Glyph status={shapeOf(side)} />
        <span>
          {phrase(side)}
          {detail && <span class="muted"> · {detail}</span>}
          {side.at !== null && <span class="muted"> · {ago(side.at, now)}</span>}
        </span>
      </dd>
    </div>
  )
}

function shapeOf({ finding, verdict }: Side): Shape {
  if (finding === null) return verdict ? verdict.status : 'unobserved'
  return finding === 'open' ? 'reachable' : finding
}

function phrase({ finding, verdict }: Side): string {
  if (verdict) return verdictPhrase(verdict)
  if (finding === null) return t('compare_never')
  return t(`status_${finding === 'open' || finding === 'intercepted' ? 'reachable' : finding}`)
}
