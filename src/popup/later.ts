import { type Signal, signal } from '@preact/signals'

/** What is shown only after a click or at rare moments, the schemas of every observation with it. */
export type Later = typeof import('./later-views.ts')

/** The list must not wait for these. null until they have come; they are sent for as soon as the list stands. */
export const later: Signal<Later | null> = signal(null)

export async function loadLater(): Promise<void> {
  later.value = await import('./later-views.ts')
}
