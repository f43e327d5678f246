import { PORTAL } from './link-addresses.ts'

/** What a captive portal puts in place of every plain page: its own login page, or the way there. */
export function portalAnswer(host: string | null): Buffer {
  if (host !== PORTAL.host) {
    return Buffer.from(
      `HTTP/1.1 302 Found\r\nlocation: http://${PORTAL.host}/login\r\ncontent-length: 0\r\ncache-control: no-store\r\nconnection: close\r\n\r\n`,
    )
  }
  const page = `<!doctype html><html lang="en"><head><title>Hotspot login</title></head>
<body><h1>Welcome to the hotspot</h1><form><label>Room number <input name="room"></label><button>Connect</button></form></body></html>
`
  return Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${page.length}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n${page}`,
  )
}
