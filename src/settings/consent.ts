/** Counts up when the risk text changes in substance: an older agreement is then asked again. */
export const CONSENT_TEXT_VERSION = 1
