import { escapeHtml } from './page-body.ts'
import type { BlockPage } from './scenario.ts'

/** Host of the operator's notice that the default page links to. */
const NOTICE_HOST = 'warning.operator.example'

/** A whole HTTP/1.1 answer put in place of the site's. */
export function blockPageAnswer(page: BlockPage | undefined, host: string): Buffer {
  const status = page?.status ?? 200
  const title = page?.title ?? 'Access restricted'
  const html = page?.html ?? notice(title, host)
  const padding = Math.max(0, (page?.bytes ?? 0) - html.length - 9)
  const body = Buffer.from(padding > 0 ? `${html}<!-- ${'.'.repeat(padding)} -->` : html)
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    ...page?.headers,
  }
  return answer(status, headers, body)
}

export function redirectAnswer(location: string): Buffer {
  return answer(302, { location, 'cache-control': 'no-store' }, Buffer.alloc(0))
}

function answer(status: number, headers: Record<string, string>, body: Buffer): Buffer {
  const all = { ...headers, 'content-length': String(body.length), connection: 'close' }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status} ${REASONS[status] ?? 'OK'}\r\n${lines.join('\r\n')}\r\n\r\n`),
    body,
  ])
}

const REASONS: Record<number, string> = {
  200: 'OK',
  302: 'Found',
  403: 'Forbidden',
  451: 'Unavailable For Legal Reasons',
}

function notice(title: string, host: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body><h1>${escapeHtml(title)}</h1>
<p>Access to the requested resource ${escapeHtml(host)} has been restricted by decision of the authorized state
body under Article 41-1 of the Law on Communications, or by a court order.</p>
<p>The register of restricted resources: <a href="http://${NOTICE_HOST}/register">${NOTICE_HOST}</a></p>
<p>Subscriber services of the operator: 1888.</p></body></html>
`
}
