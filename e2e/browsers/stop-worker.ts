import type { LaunchedChromium } from './chromium.ts'

/** Ends the extension's worker. */
export type StopWorker = () => Promise<void>

/**
 * Ends the extension's worker as Chromium itself does it: at once, whatever it is doing. Its listeners stay
 * registered, so any event of theirs starts it again.
 */
export async function stopWorker(launched: LaunchedChromium): Promise<void> {
  const { stop, close } = await workerStopper(launched)
  await stop()
  await close()
}

/** The same for many times: the page through which the browser is told stays open. */
export async function workerStopper({
  context,
  link,
}: LaunchedChromium): Promise<{ stop: StopWorker; close(): Promise<void> }> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('ServiceWorker.enable')
  return {
    async stop() {
      const gone = link.gone()
      await session.send('ServiceWorker.stopAllWorkers')
      await gone
    },
    close: () => page.close(),
  }
}
