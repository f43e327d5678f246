/** Our own time for something was over. */
export class Abandoned extends Error {
  override readonly name = 'Abandoned'
}

/** Gives `work` so long, and takes its timer down when it is done. `work` must end when its signal says so. */
export async function withDeadline<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const controller = new AbortController()
  const stop = () => controller.abort()
  const timer = setTimeout(stop, ms)
  outer?.addEventListener('abort', stop)
  if (outer?.aborted) stop()
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
    outer?.removeEventListener('abort', stop)
  }
}

/** The same for work that does not listen to its signal: the time ends the waiting. */
export function orAbandon<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new Abandoned())
    const off = () => signal.removeEventListener('abort', onAbort)
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
    work.then(resolve, reject).finally(off)
  })
}
