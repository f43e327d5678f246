/** The browser this build is for: its quirks differ too much for feature detection. */
export const BROWSER = __BROWSER__

/** e.g. 'chromium 156' or 'firefox 153', for the record beside each measurement. */
export function browserVersion(userAgent = navigator.userAgent): string {
  const pattern = BROWSER === 'firefox' ? /Firefox\/(\d+)/ : /Chrom(?:e|ium)\/(\d+)/
  return `${BROWSER} ${pattern.exec(userAgent)?.[1] ?? '?'}`
}
