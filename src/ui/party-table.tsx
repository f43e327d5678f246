import { t } from './i18n.ts'

/** Parties that are asked for one purpose. */
export interface Party {
  /** Message key of what they are. */
  what: string
  /** Names or hosts, none where the user names them. */
  who: readonly string[]
  /** Message key of what they come to know. */
  learns: string
}

/** Who is asked, and what each learns. */
export function PartyTable({ parties, caption }: { parties: readonly Party[]; caption: string }) {
  return (
    <table class="parties">
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('party_who')}</th>
          <th scope="col">{t('party_learns')}</th>
        </tr>
      </thead>
      <tbody>
        {parties.map(({ what, who, learns }) => (
          <tr key={what}>
            <th scope="row">
              {t(what)}
              {who.length > 0 && (
                <ul class="hosts">
                  {who.map((name) => (
                    <li key={name}>
                      <bdi dir="ltr">{name}</bdi>
                    </li>
                  ))}
                </ul>
              )}
            </th>
            <td>{t(learns)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
