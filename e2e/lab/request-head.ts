/** The head of a plain HTTP/1.x request, as a middlebox sees it. */
export type RequestHead =
  | { state: 'more' }
  | { state: 'not-http' }
  | { state: 'head'; host: string | null; path: string }

const LIMIT = 65_536

export function readRequestHead(flow: Uint8Array): RequestHead {
  const text = Buffer.from(flow.subarray(0, LIMIT)).toString('latin1')
  const start = text.slice(0, 12)
  if (!/^[A-Z]*( |$)/.test(start)) return { state: 'not-http' }
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return flow.length >= LIMIT ? { state: 'not-http' } : { state: 'more' }
  const [request = '', ...lines] = text.slice(0, end).split('\r\n')
  const target = /^[A-Z]+ (\S+) HTTP\/1\.\d$/.exec(request)?.[1]
  if (target === undefined) return { state: 'not-http' }
  const host = lines
    .find((line) => /^host:/i.test(line))
    ?.slice(5)
    .trim()
    .toLowerCase()
  return { state: 'head', host: host?.replace(/:\d+$/, '') ?? null, path: target }
}
