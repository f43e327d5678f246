import { t } from '../ui/i18n.ts'
import { Rich } from '../ui/rich.tsx'

const POINTS = ['risk_seen', 'risk_sensitive', 'risk_network', 'risk_law', 'risk_leaves'] as const

/** The text the user agrees to. A change of its meaning raises CONSENT_TEXT_VERSION. */
export function Risk() {
  return (
    <section class="card panel risk" aria-labelledby="risk">
      <h2 id="risk">{t('risk_title')}</h2>
      <ul>
        {POINTS.map((key) => (
          <li key={key}>
            <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
              <path d="M3 9h12" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" />
            </svg>
            <p>
              <Rich text={t(key)} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
