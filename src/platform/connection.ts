interface NetworkInformation {
  saveData?: boolean
  type?: string
  addEventListener?(type: 'change', listener: () => void): void
}

function information(): NetworkInformation | null {
  return (navigator as { connection?: NetworkInformation }).connection ?? null
}

/*
 * What the background is told of its connection (seen in Chromium 156 and Firefox ESR 153 on a Linux desktop):
 *
 *                       Chromium's worker          Firefox's event page
 *   saveData            yes                        no navigator.connection at all
 *   type (cellular)     on Android and ChromeOS    no
 *   change of it        yes                        no
 *   online, offline     no                         yes
 *   battery             in pages only              no
 *
 * So a battery saver cannot be noticed, and in Firefox neither can a metered connection.
 */

/** Whether the browser says that this connection is paid for by the byte, or that the user wants to save. */
export function isMetered(of: Pick<NetworkInformation, 'saveData' | 'type'> | null = information()): boolean {
  return of?.saveData === true || of?.type === 'cellular'
}

/** Chromium says `change` for each new estimate of the speed as well: these alone tell of another link. */
const linkOf = (): string => [information()?.type, information()?.saveData, navigator.onLine].join()

/** Hints that the device may be on another network, for as long as the background lives. */
export function onNetworkHint(hint: () => void): void {
  let link = linkOf()
  information()?.addEventListener?.('change', () => {
    const before = link
    link = linkOf()
    if (link !== before) hint()
  })
  globalThis.addEventListener('online', hint)
  globalThis.addEventListener('offline', hint)
}
