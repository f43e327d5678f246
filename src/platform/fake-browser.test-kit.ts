type Listener = (...args: unknown[]) => unknown

/** A browser event: tests `emit`, product code adds listeners. */
function fakeEvent() {
  const listeners = new Set<Listener>()
  return {
    addListener: (listener: Listener) => void listeners.add(listener),
    emit: (...args: unknown[]) => Promise.all([...listeners].map((listener) => listener(...args))),
  }
}

/** The part of a browser that messages need, in memory. */
export function fakeBrowser() {
  return {
    runtime: {
      id: 'own-id',
      getURL: (path: string) => `chrome-extension://own-id/${path}`,
      onMessage: fakeEvent(),
    },
  }
}
