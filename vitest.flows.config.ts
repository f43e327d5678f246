import { defineConfig } from 'vitest/config'

/** Whole flows in real browsers on the lab: one file at a time, for they share the machine and real clocks. */
export default defineConfig({
  test: {
    include: ['e2e/specs/*.spec.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
