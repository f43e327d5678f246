import type { LaunchedChromium } from './chromium.ts'

/**
 * Ends the extension's worker as Chromium itself does it: at once, whatever it is doing. Its listeners stay
 * registered, so any event of theirs starts it again.
 */
export async function stopWorker({ context, link }: LaunchedChromium): Promise<void> {
  const gone = link.gone()
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('ServiceWorker.enable')
  await session.send('ServiceWorker.stopAllWorkers')
  await gone
  await page.close()
}
