// The one script in plain JavaScript: it runs before anything is installed, and Node 20 cannot run TypeScript.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { COMMANDS, needsOf } from './bootstrap/commands.mjs'
import { machine } from './bootstrap/machine.mjs'
import { installModules, modulesAreStale } from './bootstrap/modules.mjs'
import { provide } from './bootstrap/provide.mjs'
import { nodeComplaint } from './bootstrap/requirements.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const [name = '', ...args] = process.argv.slice(2)

const tooOld = nodeComplaint(root, process.versions.node)
if (tooOld) fail(tooOld)
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
if (!command) fail(`Usage: node scripts/bootstrap.mjs ${Object.keys(COMMANDS).join('|')} [arguments]`)

if (modulesAreStale(root, command.workspaces)) {
  say('Installing the npm packages of package-lock.json')
  const code = installModules(root, command.workspaces)
  if (code !== 0) fail('npm ci failed; see above.', code)
}

const { env, missing } = provide(needsOf(name, args, process.env), machine(root), say)
if (missing.length) fail(missing.join('\n\n'))

const entry = join(root, command.entry)
if (!existsSync(entry)) fail(`${command.entry} is missing: this checkout is not complete.`)
const loader = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href
const child = spawn(process.execPath, ['--import', loader, entry, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...env },
})
// The child gets Ctrl-C from the terminal itself and may need a moment to put things away: outlive it.
process.on('SIGINT', () => {})
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => fail(String(error)))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))

/** Standard output belongs to the command (`--json`): everything said here goes to standard error. */
function say(text) {
  process.stderr.write(`${text}\n`)
}

/** @returns {never} */
function fail(text, code = 1) {
  say(text)
  process.exit(code || 1)
}
