import { crx } from '@crxjs/vite-plugin'
import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'
import { manifestFor, TARGETS } from './scripts/manifest.ts'

/** One build target a Vite mode: `vite build --mode chrome | firefox | lab-chrome | lab-firefox`. */
export default defineConfig(({ mode }) => {
  const target = TARGETS[mode as keyof typeof TARGETS]
  if (!target)
    throw new Error(`Unknown build target "${mode}"; use one of ${Object.keys(TARGETS).join(', ')}`)
  return {
    plugins: [preact({ devToolsEnabled: false }), crx({ manifest: manifestFor(mode), browser: target.crx })],
    define: {
      __BROWSER__: JSON.stringify(target.browser),
      __LAB__: JSON.stringify(target.lab),
      __VERSION__: JSON.stringify(manifestFor(mode).version),
      global: 'globalThis',
    },
    resolve: { alias: { buffer: 'buffer/' } },
    build: {
      outDir: `dist/${mode}`,
      emptyOutDir: true,
      target: 'es2023',
      modulePreload: { polyfill: false },
      // Pages that are opened by others, so the manifest does not name them.
      rolldownOptions: {
        input: {
          welcome: 'src/welcome/welcome.html',
          compare: 'src/compare/compare.html',
          export: 'src/export/export.html',
        },
      },
    },
  }
})
