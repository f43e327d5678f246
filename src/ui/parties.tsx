import {
  CALIBRATION_HOSTS,
  CONTROL_HELPERS,
  FILTER_CANARIES,
  FOREIGN_REFERENCES,
  IN_COUNTRY_REFERENCES,
  NETWORK_LOOKUPS,
  NEUTRAL_ZONE,
  PORTAL_CHECKS,
  RESOLVERS,
  TRANSFER_CONTROLS,
} from '../measure/parties.ts'
import type { Settings } from '../settings/settings.ts'
import { t } from './i18n.ts'
import { type Party, PartyTable } from './party-table.tsx'
import { hostOf } from './words.ts'

/** What the user chose of whom to ask. */
export type PartyChoices = Pick<Settings, 'customResolver' | 'controlHelpers' | 'snapshot' | 'networkLookup'>

interface SecondProps {
  on: boolean
  choices: PartyChoices
  onChange(on: boolean): void
}

/** The one switch for everybody who is asked for a second opinion, each named with what it learns. */
export function SecondOpinions({ on, choices, onChange }: SecondProps) {
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
      <PartyTable parties={secondParties(choices)} caption={t('party_table')} />
      <p class="muted">{t('second_rest', t('always_title'))}</p>
    </>
  )
}

/** Everybody that second opinions ask. Whoever is added to measure/parties.ts must appear here or below. */
export function secondParties({
  customResolver,
  controlHelpers,
  snapshot,
  networkLookup,
}: PartyChoices): Party[] {
  const helpers = controlHelpers?.map(hostOf) ?? CONTROL_HELPERS.map(({ url }) => hostOf(url))
  const own = customResolver ? [hostOf(customResolver)] : []
  return [
    {
      what: 'party_resolvers',
      who: [...RESOLVERS.map(({ name }) => name), ...own],
      learns: 'learn_resolvers',
    },
    ...(helpers.length > 0 ? [{ what: 'party_helpers', who: helpers, learns: 'learn_helpers' }] : []),
    { what: 'party_snapshot', who: snapshot ? [hostOf(snapshot.url)] : [], learns: 'learn_snapshot' },
    { what: 'party_canaries', who: FILTER_CANARIES.map(hostOf), learns: 'learn_canaries' },
    { what: 'party_neutral', who: [NEUTRAL_ZONE], learns: 'learn_neutral' },
    {
      what: 'party_networks',
      who: [...(networkLookup ? [networkLookup] : []), ...NETWORK_LOOKUPS.flatMap(({ urls }) => urls)].map(
        hostOf,
      ),
      learns: 'learn_networks',
    },
    { what: 'party_transfers', who: TRANSFER_CONTROLS.map(hostOf), learns: 'learn_transfers' },
  ]
}

/** Everybody who is asked in any case. */
export function alwaysParties(country: string): Party[] {
  const inCountry = IN_COUNTRY_REFERENCES[country] ?? []
  return [
    { what: 'always_foreign', who: FOREIGN_REFERENCES.map(hostOf), learns: 'learn_reference' },
    ...(inCountry.length > 0
      ? [{ what: 'always_in_country', who: inCountry.map(hostOf), learns: 'learn_reference' }]
      : []),
    { what: 'always_portal', who: PORTAL_CHECKS.map(({ url }) => hostOf(url)), learns: 'learn_portal' },
    {
      what: 'always_calibration',
      who: CALIBRATION_HOSTS.map(({ url }) => hostOf(url)),
      learns: 'learn_calibration',
    },
  ]
}

export function AlwaysAsked({ country }: { country: string }) {
  return (
    <details class="more">
      <summary>{t('always_title')}</summary>
      <p class="muted">{t('always_references')}</p>
      <PartyTable parties={alwaysParties(country)} caption={t('always_title')} />
    </details>
  )
}
