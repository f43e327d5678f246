import type { StoredMeasurement } from '../history/measurement.ts'
import type { Latest, Measurement } from '../history/records.ts'
import { costText } from '../ui/cost.ts'
import { formatNumber, keyPart, t, tMaybe } from '../ui/i18n.ts'
import { type Step, stepsOf } from '../ui/steps.ts'
import { dayAndClock, duration } from '../ui/time.ts'

export function Steps({ look }: { look: StoredMeasurement }) {
  const steps = stepsOf(look.measurement.observations)
  return (
    <section>
      <h2>{t('ev_steps')}</h2>
      <ol class="steps">
        {steps.map((step, index) => (
          // Observations carry no id; their order is their identity.
          <StepLine key={`${index}-${step.at}`} step={step} />
        ))}
      </ol>
      {look.unread > 0 && <p class="notice">{t('seen_unread')}</p>}
    </section>
  )
}

function StepLine({ step }: { step: Step }) {
  return (
    <li class={step.ok ? 'ok' : 'bad'}>
      <p>
        <bdi>{step.did}</bdi>
        {step.ms > 0 && <span class="took">{duration(step.ms)}</span>}
      </p>
      {step.saw.map((line) => (
        <p class="saw" key={line}>
          <bdi>{line}</bdi>
        </p>
      ))}
      {step.raw && (
        <code class="raw" dir="ltr">
          {step.raw}
        </code>
      )}
    </li>
  )
}

export function Rules({ ids }: { ids: readonly string[] }) {
  if (ids.length === 0) return null
  return (
    <section>
      <h2>{t('ev_rules')}</h2>
      <ul class="rules">
        {ids.map((id) => (
          <li key={id}>
            <code dir="ltr">{id}</code>
            <RuleText id={id} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A rule younger than the translations stands with its id alone. */
function RuleText({ id }: { id: string }) {
  const text = tMaybe(`rule_${keyPart(id)}`)
  return text ? <p class="saw">{text}</p> : null
}

export function Facts({ latest, measurement }: { latest: Latest; measurement: Measurement | null }) {
  const changed =
    latest.lastOtherAt === null
      ? t('ev_first', dayAndClock(latest.since))
      : t('ev_between', dayAndClock(latest.lastOtherAt), dayAndClock(latest.since))
  const facts: [string, string][] = [
    [t('ev_when'), dayAndClock(latest.at)],
    [t('ev_changed'), changed],
  ]
  if (measurement) {
    facts.push(
      [t('ev_took'), duration(measurement.ms)],
      [t('ev_cost'), costText(measurement)],
      [t('ev_browser'), measurement.browser],
    )
  }
  facts.push([t('ev_engine'), formatNumber(latest.verdict.engine)])
  return (
    <section>
      <h2>{t('ev_facts')}</h2>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
