// The only import of the polyfill: it is frozen upstream and native in Chrome 148+, so one file must be able to drop it.
import browser from 'webextension-polyfill'

export type { Runtime, WebRequest } from 'webextension-polyfill'
export { browser }
