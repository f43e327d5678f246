import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureLabBuild } from '../scripts/lab-build.ts'
import { enterLab, insideLab } from './lab/enter.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * Runs the flows: vitest as a child inside the lab's namespaces, for what it starts must live there too.
 * Arguments go on to `vitest run` (a part of a file's name picks that file). Ends with vitest's own exit code.
 */
if (!insideLab()) ensureLabBuild()
await enterLab()
const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs')
const args = [vitest, 'run', '--config', 'vitest.flows.config.ts', ...process.argv.slice(2)]
const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' })
child.on('exit', (code) => process.exit(code ?? 1))
