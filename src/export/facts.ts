import type { Target } from '../../core/model/target.ts'
import type { Network } from '../history/records.ts'

/** What an export says of itself, and what it must know beside the looks. */
export interface ExportFacts {
  /** Version of the extension. */
  extension: string
  /** Version of the rules it judges by now; each look names its own. */
  engine: number
  /** Of the history. */
  schema: number
  /** e.g. 'chromium 156'. */
  browser: string
  /** Epoch ms. */
  madeAt: number
  networks: ReadonlyMap<string, Network>
  targets: ReadonlyMap<string, Target>
  /** For a backup: the user's settings as they are stored. */
  settings?: unknown
}

/** One browser cannot know more, and every file says so. */
export const AS_SEEN = 'as this browser saw it'

/** 2022-01-05T10:00:00.000Z: UTC everywhere in what leaves the page. */
export function utc(at: number): string {
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : ''
}
