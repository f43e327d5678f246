import type { Signal } from '@preact/signals'

/** Runs what a click asked for; a failure is shown, by its code, until the next try. */
export async function attempt(
  failure: Signal<string | null>,
  work: () => Promise<unknown>,
): Promise<boolean> {
  failure.value = null
  try {
    await work()
    return true
  } catch (error) {
    failure.value = failureCode(error)
    return false
  }
}

/** What to call it when it is shown: its code, else its name. */
export function failureCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.name : 'unknown'
}
