import { randomBytes } from 'node:crypto'
import { networkOf } from './link-addresses.ts'
import { escapeHtml, pageBody } from './page-body.ts'
import type { PlannedSite } from './plan.ts'
import type { Page } from './scenario.ts'

/** What a site's server sends, before it is written to HTTP/1.1 or HTTP/2. */
export interface Response {
  status: number
  headers: Record<string, string>
  body: Buffer
  delayMs: number
}

export interface Asked {
  scheme: 'http' | 'https'
  path: string
  /** Address of the client: the control view comes from the outside itself. */
  client: string | undefined
}

const html = { 'content-type': 'text/html; charset=utf-8' }

/** null: the site does not talk at all on this scheme. */
export function respond(site: PlannedSite, asked: Asked): Response | null {
  const path = asked.path.split('?')[0] ?? '/'
  const exact = site.exact[path]
  if (exact) {
    return {
      status: exact.status,
      headers: { 'content-type': 'text/plain' },
      body: Buffer.from(exact.body),
      delayMs: 0,
    }
  }
  if (path === site.sized) return sizedAnswer(asked.path)
  if (asked.scheme === 'http' && site.http === 'none') return null
  if (asked.scheme === 'http' && site.http === 'to-https') {
    return redirect(301, `https://${site.host}${asked.path}`, {}, 0)
  }
  if (site.down === 'http-500') return errorPage(500, 'Internal Server Error')
  const abroad = networkOf(asked.client) === null
  const page = (abroad && site.pageForControl) || site.paths[path] || site.page
  return fromPage(site.host, path, page)
}

const LARGEST = 32 * 1024 * 1024

/** As many incompressible bytes as the path asks for. */
function sizedAnswer(path: string): Response {
  const wanted = Number(new URL(path, 'http://x').searchParams.get('bytes')) || 0
  const bytes = Math.min(LARGEST, Math.max(0, Math.trunc(wanted)))
  const headers = { 'content-type': 'application/octet-stream' }
  return { status: 200, headers, body: randomBytes(bytes), delayMs: 0 }
}

/** A server asked for a name it does not serve, or for none. */
export function strangerPage(): Response {
  return errorPage(404, 'Default server page')
}

export function fromPage(host: string, path: string, page: Page): Response {
  const status = page.redirect && (page.status < 300 || page.status > 399) ? 302 : page.status
  if (page.redirect) return redirect(status, page.redirect, page.headers, page.delayMs)
  const empty = status === 204 || status === 304
  const body = empty ? Buffer.alloc(0) : pageBody(host, path, page)
  return { status, headers: { ...html, ...lowerCase(page.headers) }, body, delayMs: page.delayMs }
}

function redirect(
  status: number,
  location: string,
  headers: Record<string, string>,
  delayMs: number,
): Response {
  return { status, headers: { ...lowerCase(headers), location }, body: Buffer.alloc(0), delayMs }
}

function errorPage(status: number, title: string): Response {
  const text = escapeHtml(title)
  const body = Buffer.from(
    `<!doctype html><html><head><title>${text}</title></head><body><h1>${text}</h1></body></html>`,
  )
  return { status, headers: html, body, delayMs: 0 }
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
