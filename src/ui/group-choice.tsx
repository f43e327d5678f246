import { TARGET_GROUPS, type TargetGroup } from '../../core/model/target.ts'
import type { Settings } from '../settings/settings.ts'
import { SENSITIVE_GROUPS, STARTER } from '../watchlist/starter.ts'
import { keyPart, plural, t } from './i18n.ts'
import { hostOf } from './words.ts'

interface Props {
  groups: Settings['groups']
  onChange(group: TargetGroup, on: boolean): void
}

/** Which groups of the built-in list to test, with every site they hold: nobody agrees to a list unseen. */
export function GroupChoice({ groups, onChange }: Props) {
  return (
    <div class="choices">
      {TARGET_GROUPS.map((group) => {
        if (group === 'custom') return null
        const sites = STARTER[group]
        return (
          <div class="choice" key={group}>
            <input
              id={`group-${group}`}
              type="checkbox"
              checked={groups[group] === true}
              onChange={(event) => onChange(group, event.currentTarget.checked)}
            />
            <label for={`group-${group}`}>
              {t(`group_${keyPart(group)}`)}
              {SENSITIVE_GROUPS.has(group) && (
                <span class="badge tone-throttled">{t('group_sensitive')}</span>
              )}
            </label>
            <span />
            <details class="more">
              <summary>{plural('group_sites', sites.length)}</summary>
              <ul class="hosts">
                {sites.map(([, url]) => (
                  <li key={url}>
                    <bdi dir="ltr">{hostOf(url)}</bdi>
                  </li>
                ))}
              </ul>
            </details>
          </div>
        )
      })}
    </div>
  )
}
