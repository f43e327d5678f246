import { createHash } from 'node:crypto'
import type { Page } from './scenario.ts'

const bodies = new Map<string, Buffer>()

/**
 * The page a site serves: the same bytes every time, of the size asked for, and incompressible, so that a
 * rate measured on it is the link's.
 */
export function pageBody(host: string, path: string, page: Page): Buffer {
  const key = `${host}${path}\n${page.title}\n${page.bytes}`
  const known = bodies.get(key)
  if (known) return known
  const made = page.bytes === 0 ? Buffer.alloc(0) : write(host, path, page)
  bodies.set(key, made)
  return made
}

function write(host: string, path: string, page: Page): Buffer {
  const title = escapeHtml(page.title || host)
  const head =
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>` +
    `<body><h1>${title}</h1><p>${escapeHtml(host)}${escapeHtml(path)} welcomes its readers.</p><pre>`
  const tail = '</pre></body></html>\n'
  return Buffer.from(head + noise(`${host}${path}`, page.bytes - head.length - tail.length) + tail)
}

function noise(seed: string, length: number): string {
  let text = ''
  for (let block = 0; text.length < length; block++) {
    text += createHash('sha512').update(`${seed} ${block}`).digest('base64')
  }
  return text.slice(0, Math.max(0, length))
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
