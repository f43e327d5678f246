import {
  CALIBRATION_HOSTS,
  FOREIGN_REFERENCES,
  IN_COUNTRY_REFERENCES,
  PORTAL_CHECKS,
  RESOLVERS,
} from '../measure/parties.ts'
import { t } from './i18n.ts'
import { hostOf } from './words.ts'

interface SecondProps {
  on: boolean
  onChange(on: boolean): void
}

/** The one switch for everybody who is asked for a second opinion, each named with what it learns. */
export function SecondOpinions({ on, onChange }: SecondProps) {
  return (
    <>
      <p class="muted">{t('second_why')}</p>
      <div class="choice">
        <input
          id="second"
          type="checkbox"
          checked={on}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <label for="second">{t('second_switch')}</label>
      </div>
      <ul class="muted">
        {RESOLVERS.map(({ id, name }) => (
          <li key={id}>{t('second_learns', name)}</li>
        ))}
      </ul>
    </>
  )
}

/** Everybody else the extension ever asks, by name. */
export function AlwaysAsked({ country }: { country: string }) {
  const lists: [string, readonly string[]][] = [
    [t('always_foreign'), FOREIGN_REFERENCES],
    [t('always_in_country'), IN_COUNTRY_REFERENCES[country] ?? []],
    [t('always_portal'), PORTAL_CHECKS.map(({ url }) => url)],
    [t('always_calibration'), CALIBRATION_HOSTS.map(({ url }) => url)],
  ]
  return (
    <details class="more">
      <summary>{t('always_title')}</summary>
      <p class="muted">{t('always_references')}</p>
      {lists.map(
        ([title, urls]) =>
          urls.length > 0 && (
            <div key={title}>
              <p class="muted">{title}</p>
              <ul class="hosts">
                {urls.map((url) => (
                  <li key={url}>
                    <bdi dir="ltr">{hostOf(url)}</bdi>
                  </li>
                ))}
              </ul>
            </div>
          ),
      )}
    </details>
  )
}
