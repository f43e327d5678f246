import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import * as v from 'valibot'
import type { Resting as RestingState } from '../messages/messages.ts'
import { browser } from '../platform/browser.ts'
import { plural, t } from '../ui/i18n.ts'
import { moment } from '../ui/time.ts'
import type { Store } from './store.ts'

const RestingSchema = v.object({
  why: v.picklist(['paused', 'vpn', 'metered', 'budget']),
  until: v.nullable(v.number()),
}) satisfies v.GenericSchema<unknown, RestingState>
const Waiting = v.array(v.unknown())
const KEYS = ['resting', 'waiting-looks']

/** Why nothing is tested in the background just now, and what waits to be stored. */
export function Resting({ store }: { store: Store }) {
  const kept = useSignal<Record<string, unknown>>({})
  useEffect(() => {
    const read = async () => {
      kept.value = await browser.storage.session.get(KEYS)
    }
    const changed = (changes: Record<string, unknown>, area: string) => {
      if (area === 'session' && KEYS.some((key) => key in changes)) void read()
    }
    browser.storage.onChanged.addListener(changed)
    void read()
    return () => browser.storage.onChanged.removeListener(changed)
  }, [kept])

  const resting = v.safeParse(RestingSchema, kept.value.resting)
  const waiting = v.safeParse(Waiting, kept.value['waiting-looks'])
  const why = resting.success ? resting.output.why : null
  const until = resting.success ? resting.output.until : null
  const count = waiting.success ? waiting.output.length : 0
  return (
    <>
      {why && why !== 'paused' && (
        <div class="notice calm" role="status">
          <p>
            {t(`resting_${why}`)} {until !== null && t('resting_until', moment(until, store.now.value))}{' '}
            {t('resting_still')}
          </p>
          <button type="button" class="btn link" onClick={() => void browser.runtime.openOptionsPage()}>
            {t('resting_change')}
          </button>
        </div>
      )}
      {count > 0 && (
        <p class="notice" role="status">
          {plural('waiting_looks', count)}
        </p>
      )}
    </>
  )
}
