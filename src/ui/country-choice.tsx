import { IN_COUNTRY_REFERENCES } from '../measure/parties.ts'
import { t } from './i18n.ts'

interface Props {
  country: string
  onChange(country: string): void
}

export function CountryChoice({ country, onChange }: Props) {
  const known = Object.keys(IN_COUNTRY_REFERENCES)
  return (
    <div class="field">
      <label for="country">{t('country_label')}</label>
      <div class="line">
        <select id="country" value={country} onChange={(event) => onChange(event.currentTarget.value)}>
          {known.map((code) => (
            <option key={code} value={code}>
              {t(`country_${code}`)}
            </option>
          ))}
          <option value={known.includes(country) ? '' : country}>{t('country_none')}</option>
        </select>
      </div>
      <p class="muted">{t('country_hint')}</p>
    </div>
  )
}
