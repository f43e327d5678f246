const HONOURED = ['user-agent', 'accept', 'accept-language'] as const

/** Those of OONI's probe: what an ordinary browser sends. Sites treat a client that sends nothing as a robot. */
const ORDINARY: Record<(typeof HONOURED)[number], string> = {
  'user-agent':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-language': 'en-US,en;q=0.9',
}

/**
 * The headers we send to the site: the three that the protocol honours, as the client wants them, or ordinary ones. A
 * value that could not stand in a header is left out, so that nothing can be written behind it.
 */
export function questionHeaders(asked: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  const headers: Record<string, string> = { ...ORDINARY }
  for (const [name, values] of Object.entries(asked)) {
    const known = HONOURED.find((one) => one === name.toLowerCase())
    const value = values.join(', ')
    if (known && value !== '' && value.length <= 1024 && /^[\x20-\x7e]*$/.test(value)) headers[known] = value
  }
  return headers
}
