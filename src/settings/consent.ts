/**
 * Counts up when the text the user agrees to changes in substance: what came with the new text waits until the user
 * has agreed again (see opinions.ts).
 *
 *   1  sites, reference hosts, DNS resolvers
 *   2  control helpers, published snapshots, filter canaries, neutral names, transfer tests
 *   3  network look-ups
 */
export const CONSENT_TEXT_VERSION = 3
