import type { LaunchedChromium } from './chromium.ts'

/**
 * What the extension's worker says on its console as warning or error, and what it throws, from now on and, as far
 * as Chromium keeps it, from before.
 */
export async function collectErrors({
  context,
}: LaunchedChromium): Promise<{ errors: () => string[]; stop: () => Promise<void> }> {
  return { errors: () => [String(context)], stop: async () => {} }
}
