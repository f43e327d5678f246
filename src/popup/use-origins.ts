import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { send } from '../messages/send.ts'
import { attempt } from '../ui/attempt.ts'
import type { Store } from './store.ts'

/**
 * The host access these URLs need, asked for ahead of the click: the browser's own question must follow the gesture
 * at once (Firefox forgets it at the first await), and the public suffix list the answer takes would slow the popup's
 * opening. null until it is known.
 */
export function useOrigins(store: Store, urls: readonly string[]): readonly string[] | null {
  const origins = useSignal<readonly string[] | null>(null)
  const asked = urls.join(' ')
  useEffect(() => {
    let wanted = true
    origins.value = null
    void attempt(store.failure, async () => {
      const answer = await send('access.origins', { urls: asked.split(' ') })
      if (wanted) origins.value = answer.origins
    })
    return () => {
      wanted = false
    }
  }, [asked, origins, store])
  return origins.value
}
