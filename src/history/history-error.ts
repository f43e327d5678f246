/**
 * What can be wrong with the store, in words a page can explain:
 * `stuck` the browser never answered the open request (it can hang after an extension update until the browser
 * restarts: https://github.com/pixiebrix/pixiebrix-extension/issues/7846); `newer-schema` a newer build owns the
 * data; `blocked` another page holds an old version open; `updating` an upgrade is under way; `quota` the disk or
 * the allowance is full; `corrupt` the browser cannot read the database, or it lacks what its version promises.
 */
export type HistoryErrorCode = 'stuck' | 'newer-schema' | 'blocked' | 'quota' | 'corrupt' | 'updating'

export class HistoryError extends Error {
  readonly code: HistoryErrorCode

  constructor(code: HistoryErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'HistoryError'
    this.code = code
  }
}

/** Name of a DOMException-like error, '' for anything else. */
export function errorName(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : ''
}

/** An IndexedDB failure in our words; what has no word of ours passes through unchanged. */
export function historyErrorOf(error: unknown): unknown {
  switch (errorName(error)) {
    case 'VersionError':
      return new HistoryError(
        'newer-schema',
        'The history was written by a newer version of Fenceline.',
        error,
      )
    case 'QuotaExceededError':
      return new HistoryError('quota', 'There is no room left to store the history.', error)
    // UnknownError: the backing store cannot be read. NotFoundError: a store the schema promises is missing.
    case 'UnknownError':
    case 'NotFoundError':
      return new HistoryError('corrupt', 'The browser cannot read the history database.', error)
    default:
      return error
  }
}
