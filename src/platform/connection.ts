interface NetworkInformation {
  saveData?: boolean
  type?: string
  addEventListener?(type: 'change', listener: () => void): void
}

function information(): NetworkInformation | null {
  return (navigator as { connection?: NetworkInformation }).connection ?? null
}

/** Whether the browser says that this connection is paid for by the byte, or that the user wants to save. */
export function isMetered(of: Pick<NetworkInformation, 'saveData' | 'type'> | null = information()): boolean {
  return of?.saveData === true || of?.type === 'cellular'
}

/** Hints that the device may be on another network, for as long as the background lives. */
export function onNetworkHint(hint: () => void): void {
  information()?.addEventListener?.('change', hint)
  globalThis.addEventListener('online', hint)
  globalThis.addEventListener('offline', hint)
}
