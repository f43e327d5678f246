import { type Signal, signal } from '@preact/signals'
import type { Evidence } from './evidence.tsx'

/**
 * The evidence is a page of its own behind a click, with the schemas of every observation: the list must not wait
 * for it. null until it has come; it is sent for as soon as the list stands.
 */
export const evidenceView: Signal<typeof Evidence | null> = signal(null)

export async function loadEvidence(): Promise<void> {
  const module = await import('./evidence.tsx')
  evidenceView.value = module.Evidence
}
