import type { StatusRow } from '../history/read.ts'
import { hostOf } from '../ui/words.ts'

/**
 * The front page of the site a tab shows: never the path, which may hold something private. null for the browser's
 * own pages, extensions, files.
 */
export function frontPage(url: string | undefined): string | null {
  if (!url || !URL.canParse(url)) return null
  const { protocol, origin } = new URL(url)
  return protocol === 'http:' || protocol === 'https:' ? `${origin}/` : null
}

/** The entry of the list that stands for this site; example.org and www.example.org are the same site here. */
export function rowOfSite(rows: readonly StatusRow[], site: string): StatusRow | null {
  const wanted = hostOf(site)
  return rows.find((row) => hostOf(row.target.url) === wanted) ?? null
}
