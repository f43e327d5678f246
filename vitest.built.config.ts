import { defineConfig } from 'vitest/config'

/** Checks of what the build made: run after `npm run build`. */
export default defineConfig({ test: { include: ['scripts/checks/built/**/*.test.ts'] } })
