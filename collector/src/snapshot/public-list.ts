import { askableUrl } from '../control/askable-url.ts'
import { Refusal } from '../control/refusal.ts'

/** More than three times Citizen Lab's global list and the largest country list together. */
const LONGEST = 10_000

export interface PublicList {
  urls: string[]
  /** Lines that name something this helper does not look at, each with why. */
  skipped: string[]
}

/**
 * One URL a line; empty lines and `#` comments are skipped. A list in Citizen Lab's form (CSV with a header whose first
 * column is `url`) is read too. Throws when a line is no URL at all: then this is not the file that was meant.
 */
export function readPublicList(text: string, ports: readonly number[]): PublicList {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const isCsv = /^url\s*,/i.test(lines[0] ?? '')
  const urls = new Set<string>()
  const skipped: string[] = []
  for (const [index, line] of lines.entries()) {
    const entry = (isCsv ? firstColumn(line) : line).trim()
    if (entry === '' || entry.startsWith('#') || (isCsv && index === 0)) continue
    if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(entry)) throw new Error(`line ${index + 1} is not a URL: ${entry}`)
    try {
      urls.add(askableUrl(entry, ports).url.href)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      skipped.push(`line ${index + 1}: ${entry}: ${error.message}`)
    }
  }
  if (urls.size === 0) throw new Error('it names no URL that can be looked at')
  if (urls.size > LONGEST) throw new Error(`it names ${urls.size} URLs; at most ${LONGEST} are looked at`)
  return { urls: [...urls], skipped }
}

function firstColumn(line: string): string {
  const quoted = /^"((?:[^"]|"")*)"/.exec(line)
  return quoted ? (quoted[1] ?? '').replaceAll('""', '"') : (line.split(',')[0] ?? '')
}
