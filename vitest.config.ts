import { defineConfig } from 'vitest/config'

/** Unit tests and checks of the repository itself: no browser, no build, no network. */
export default defineConfig({
  define: {
    __BROWSER__: JSON.stringify('chromium'),
    __LAB__: 'false',
    __VERSION__: JSON.stringify('0.0.0'),
  },
  test: {
    include: [
      'core',
      'src',
      'e2e/lab',
      'e2e/run',
      'e2e/browsers',
      'e2e/measured',
      'e2e/replays',
      'collector',
      'bench',
      'scripts',
    ].map((folder) => `${folder}/**/*.test.{ts,tsx,mjs}`),
    // scripts/checks/built looks at dist/ and has a configuration of its own.
    exclude: ['scripts/checks/built/**', 'node_modules/**'],
  },
})
