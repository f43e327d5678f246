import { t } from '../ui/i18n.ts'
import { hostOf } from '../ui/words.ts'
import type { ExportStore } from './export-store.ts'
import { FORMATS } from './formats.ts'

export function Choices({ store }: { store: ExportStore }) {
  return (
    <>
      <fieldset class="part">
        <legend>
          <h3>{t('export_format')}</h3>
        </legend>
        <div>
          {FORMATS.map((format) => (
            <div key={format} class="export-choice">
              <input
                id={`format-${format}`}
                type="radio"
                name="format"
                checked={store.format.value === format}
                aria-describedby={`about-${format}`}
                onChange={() => {
                  store.format.value = format
                }}
              />
              <label for={`format-${format}`}>{t(`export_format_${format}`)}</label>
              <span id={`about-${format}`} class="muted">
                {t(`export_format_${format}_about`)}
              </span>
            </div>
          ))}
        </div>
      </fieldset>
      {store.format.value !== 'backup' && <Filter store={store} />}
    </>
  )
}

function Filter({ store }: { store: ExportStore }) {
  const { sites, networks, targets, allNetworks } = store
  return (
    <>
      <fieldset class="part">
        <legend>
          <h3>{t('export_when')}</h3>
        </legend>
        <div class="line">
          <label for="export-from">{t('export_from')}</label>
          <input
            id="export-from"
            type="date"
            value={store.from.value}
            max={store.to.value}
            onInput={(event) => {
              store.from.value = event.currentTarget.value
            }}
          />
          <label for="export-to">{t('export_to')}</label>
          <input
            id="export-to"
            type="date"
            value={store.to.value}
            min={store.from.value}
            onInput={(event) => {
              store.to.value = event.currentTarget.value
            }}
          />
        </div>
        <p class="muted">{t('export_when_hint')}</p>
      </fieldset>
      <Some
        name="sites"
        title={t('export_sites')}
        all={t('export_sites_all')}
        some={t('export_sites_some')}
        chosen={sites}
        items={targets.value.map(({ id, url }) => ({ id, text: hostOf(url), host: true }))}
      />
      {allNetworks.value.length > 1 && (
        <Some
          name="networks"
          title={t('export_networks')}
          all={t('export_networks_all')}
          some={t('export_networks_some')}
          chosen={networks}
          items={allNetworks.value.map(({ id, label, operator }) => ({
            id,
            text: label ?? operator ?? (id === 'unknown' ? t('export_network_unknown') : id),
            host: false,
          }))}
        />
      )}
    </>
  )
}

interface SomeProps {
  name: string
  title: string
  all: string
  some: string
  /** null: all of them. */
  chosen: ExportStore['sites']
  items: { id: string; text: string; host: boolean }[]
}

/** All of a kind, or some of them. */
function Some({ name, title, all, some, chosen, items }: SomeProps) {
  const picked = chosen.value
  const toggle = (id: string, on: boolean) => {
    const next = new Set(picked)
    if (on) next.add(id)
    else next.delete(id)
    chosen.value = next
  }
  return (
    <fieldset class="part">
      <legend>
        <h3>{title}</h3>
      </legend>
      <div class="line">
        <input
          id={`${name}-all`}
          type="radio"
          name={name}
          checked={picked === null}
          onChange={() => {
            chosen.value = null
          }}
        />
        <label for={`${name}-all`}>{all}</label>
        <input
          id={`${name}-some`}
          type="radio"
          name={name}
          checked={picked !== null}
          onChange={() => {
            chosen.value = new Set()
          }}
        />
        <label for={`${name}-some`}>{some}</label>
      </div>
      {picked !== null && (
        <ul class="export-list">
          {items.map(({ id, text, host }, at) => (
            <li key={id}>
              <input
                id={`${name}-${at}`}
                type="checkbox"
                checked={picked.has(id)}
                onChange={(event) => toggle(id, event.currentTarget.checked)}
              />
              <label for={`${name}-${at}`}>{host ? <bdi dir="ltr">{text}</bdi> : <bdi>{text}</bdi>}</label>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  )
}
