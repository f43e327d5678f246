import { useEffect } from 'preact/hooks'
import type { Settings } from '../settings/settings.ts'
import { Rich } from '../ui/rich.tsx'
import { readLink } from './link-now.ts'
import { linkLines } from './link-words.ts'
import type { Store } from './store.ts'

/** What is known of the connection beyond the sentence above: since when, what still answered, how much of ordinary. */
export function LinkNote({ store, settings }: { store: Store; settings: Settings }) {
  const snapshot = store.snapshot.value
  const { country } = settings
  useEffect(() => {
    if (!snapshot) return
    readLink(store.reader, snapshot, country, Date.now()).then(
      (link) => {
        store.link.value = link
      },
      // Why the record cannot be read is said by whoever reads the list from it.
      () => {},
    )
  }, [snapshot, country, store])
  const link = store.link.value
  const lines = link ? linkLines(link, store.now.value) : []
  if (lines.length === 0) return null
  return (
    <ul class="told">
      {lines.map((line) => (
        <li key={line}>
          <Rich text={line} />
        </li>
      ))}
    </ul>
  )
}
