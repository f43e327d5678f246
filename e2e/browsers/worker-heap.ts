import type { LaunchedChromium } from './chromium.ts'

/** What the worker's scripts hold on the heap after a collection of garbage, bytes. */
export async function workerHeap({ context }: LaunchedChromium): Promise<number> {
  const session = await context.browser()?.newBrowserCDPSession()
  if (!session) throw new Error('Playwright keeps the browser of this context to itself')
  const { targetInfos } = await session.send('Target.getTargets')
  const worker = targetInfos.find(({ type }) => type === 'service_worker')
  if (!worker) throw new Error('No worker runs')
  const { sessionId } = await session.send('Target.attachToTarget', {
    targetId: worker.targetId,
    flatten: false,
  })
  let lastId = 0
  const ask = (method: string) =>
    new Promise<unknown>((resolve) => {
      const id = ++lastId
      session.on('Target.receivedMessageFromTarget', ({ message }) => {
        const answer = JSON.parse(message) as { id?: number; result?: unknown }
        if (answer.id === id) resolve(answer.result)
      })
      void session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
    })
  await ask('HeapProfiler.collectGarbage')
  const { usedSize } = (await ask('Runtime.getHeapUsage')) as { usedSize: number }
  await session.detach()
  return usedSize
}
