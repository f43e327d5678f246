/** `content-TYPE` as Go's net/http spells it, and so OONI's helper: `Content-Type`. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replace(/(^|-)([a-z])/g, (_, before: string, letter: string) => {
    return before + letter.toUpperCase()
  })
}

/** Name to the first value it came with, out of Node's flat list of names and values. */
export function headerMap(raw: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>()
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = canonicalName(raw[i] ?? '')
    if (!headers.has(name)) headers.set(name, raw[i + 1] ?? '')
  }
  return Object.fromEntries(headers)
}
