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
  return `${String(Math.max(0, Math.trunc(at))).padStart(13, '0')}-${random()}`
}
