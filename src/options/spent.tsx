import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { browser } from '../platform/browser.ts'
import { plural, t } from '../ui/i18n.ts'
import { readSpentToday, SPENT_KEY, type SpentToday } from '../ui/spent-today.ts'
import { size } from '../ui/time.ts'

/** What today's tests have used so far, beside what they may use. */
export function Spent() {
  const spent = useSignal<SpentToday | null>(null)
  useEffect(() => {
    const read = async () => {
      spent.value = await readSpentToday(Date.now())
    }
    const changed = (changes: Record<string, unknown>, area: string) => {
      if (area === 'local' && SPENT_KEY in changes) void read()
    }
    browser.storage.onChanged.addListener(changed)
    void read()
    return () => browser.storage.onChanged.removeListener(changed)
  }, [spent])
  if (!spent.value) return null
  const { requests, bytes } = spent.value
  return (
    <p>
      {requests + bytes > 0
        ? t('limits_spent', size(bytes), plural('cost_requests', requests))
        : t('limits_spent_none')}
    </p>
  )
}
