/** Waits for the promise, but not longer than this; `give up` tells the work that nobody waits any more. */
export async function within<T>(
  ms: number,
  what: string,
  start: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      controller.abort()
      reject(new Error(`${what} did not end within ${Math.round(ms / 1000)} s`))
    }, ms)
  })
  try {
    return await Promise.race([start(controller.signal), tooLate])
  } finally {
    clearTimeout(timer)
  }
}
