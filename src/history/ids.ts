const RANDOM_BYTES = 6

function randomPart(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}

/**
 * An id that sorts by time as a string: `<13-digit epoch ms>-<random>`. Ranges of primary keys are then ranges of
 * time, so old rows can be deleted without an index.
 */
export function newId(at: number, random: () => string = randomPart): string {
  return `${idsFrom(at)}-${random()}`
}

/** Sorts before every id of this instant and after every one of those before it. */
export function idsFrom(at: number): string {
  return String(Math.max(0, Math.trunc(at))).padStart(13, '0')
}

/** The instant in an id, epoch ms; null when it is not one of `newId`. */
export function timeOfId(id: string): number | null {
  const time = /^(\d{13})-/.exec(id)?.[1]
  return time === undefined ? null : Number(time)
}
