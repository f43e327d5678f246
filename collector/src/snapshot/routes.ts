import type { FastifyInstance } from 'fastify'
import { SNAPSHOT_PATH } from '../../../core/protocol/control.ts'
import type { Edition } from './edition.ts'

/** How long a mirror, or a browser, may keep it without asking: short beside the hour for which it holds. */
const MAX_AGE_SEC = 300

/** The same bytes for everybody, and nothing about who fetches them: any web server or CDN can mirror it. */
export function snapshotRoutes(app: FastifyInstance, current: () => Edition | null): void {
  app.get(SNAPSHOT_PATH, (request, reply) => {
    const edition = current()
    reply.header('access-control-allow-origin', '*')
    if (!edition) {
      return reply
        .code(503)
        .headers({ 'cache-control': 'no-store', 'retry-after': '60' })
        .send({ message: 'no snapshot yet' })
    }
    const packed = /(?:^|,)\s*gzip\s*(?:,|$|;(?!\s*q=0(?:\.0*)?\s*(?:,|$)))/i.test(
      String(request.headers['accept-encoding'] ?? ''),
    )
    const tag = packed ? `"${edition.tag}-gzip"` : `"${edition.tag}"`
    reply.headers({
      etag: tag,
      'cache-control': `public, max-age=${MAX_AGE_SEC}`,
      expires: new Date(edition.expiresAt).toUTCString(),
      vary: 'accept-encoding',
    })
    if (matches(request.headers['if-none-match'], tag)) return reply.code(304).send()
    if (packed) reply.header('content-encoding', 'gzip')
    return reply.type('application/json').send(packed ? edition.packed : edition.body)
  })
}

/** RFC 9110 section 13.1.2. */
function matches(ifNoneMatch: string | undefined, tag: string): boolean {
  const wanted = (ifNoneMatch ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  return wanted.includes(tag) || wanted.includes('*')
}
