import { generateKeyPairSync, sign } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { SNAPSHOT_CONTEXT, SNAPSHOT_PATH } from '../../../core/protocol/control.ts'
import { type Authorities, Issuer } from '../../lab/certificates.ts'

export interface Publisher {
  /** As the settings take them. */
  source: { url: string; key: string }
  /** The headers of each request, in order. */
  asked: { method: string; headers: IncomingHttpHeaders }[]
  close(): Promise<void>
}

/** Browsers take every name below `localhost` to their own machine. */
const HOST = 'view.localhost'

/** Publishes, on the user's own machine, a signed view of these URLs: all of them well. */
export async function publishView(urls: readonly string[], authorities: Authorities): Promise<Publisher> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const now = Date.now()
  const answer = {
    tcp_connect: {},
    http_request: { body_length: 9, failure: null, title: 'Published', headers: {}, status_code: 200 },
    dns: { failure: null, addrs: [] },
  }
  const entries = urls.map((url) => ({ url, at: now, answer }))
  const text = JSON.stringify({ version: 1, createdAt: now, expiresAt: now + 3_600_000, entries })
  const signature = sign(null, Buffer.from(SNAPSHOT_CONTEXT + text), privateKey).toString('base64')
  const asked: Publisher['asked'] = []
  const leaf = await new Issuer(authorities).leaf([HOST], 'valid')
  const server = createServer(leaf, (request, response) => {
    asked.push({ method: request.method ?? '', headers: request.headers })
    response.writeHead(200, { 'content-type': 'application/json', etag: '"somebody-we-know"' })
    response.end(JSON.stringify({ snapshot: text, signature }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  // The 32 raw bytes end the DER form (RFC 8410).
  const key = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')
  return {
    source: { url: `https://${HOST}:${port}${SNAPSHOT_PATH}`, key },
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
