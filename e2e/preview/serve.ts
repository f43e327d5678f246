import { fileURLToPath } from 'node:url'
import preact from '@preact/preset-vite'
import { createServer, type ViteDevServer } from 'vite'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The pages as plain web pages: real code, with the browser's extension API replaced. */
export async function servePreview(): Promise<{ server: ViteDevServer; url: string }> {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'warn',
    cacheDir: `${root}node_modules/.vite-preview`,
    plugins: [preact({ devToolsEnabled: false })],
    resolve: {
      alias: { 'webextension-polyfill': fileURLToPath(new URL('./fake-browser.ts', import.meta.url)) },
    },
    define: { __BROWSER__: '"chromium"', __LAB__: 'false', __VERSION__: '"0.0.0"', global: 'globalThis' },
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
  })
  await server.listen()
  const address = server.httpServer?.address()
  if (!address || typeof address === 'string') throw new Error('The preview server has no port')
  return { server, url: `http://127.0.0.1:${address.port}` }
}
