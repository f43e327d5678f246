import { resolve } from 'node:path'

/** A path as the user wrote it: npm runs every script in the project's own folder, and says here where it was called. */
export function fromWhereAsked(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path)
}
