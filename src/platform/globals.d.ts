/** Set by the build (vite.config.ts). */
declare const __BROWSER__: 'chromium' | 'firefox'
declare const __LAB__: boolean
declare const __VERSION__: string
