import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { prepareUserMachine } from './user-machine.ts'

let prepared: Promise<void> | null = null
const INSIDE = 'FENCELINE_LAB_INSIDE'
/**
 * The first process inside. Reaps what browsers leave behind, ends with the script's own code, and obeys fd 3:
 * each line there is a signal for the script (unshare itself lets none through), its end means that the
 * outside is gone and so must we be.
 */
const INIT = `exec 4<&0
"$@" <&4 3<&- 4<&- &
child=$!
{ while read -r signal; do kill -"$signal" $child; done; kill -KILL $child; } <&3 2>/dev/null &
wait $child
exit $?`
const GRACE_MS = 5000

/** How a lab process is started: the same Node, able to read TypeScript. */
export const NODE = [process.execPath, '--import', import.meta.resolve('tsx')] as const

/** True when this process already runs inside the lab's namespaces. */
export function insideLab(): boolean {
  return process.env[INSIDE] === '1'
}

/**
 * Call it first in a script. Outside, it runs the same script again inside private user, network, mount and
 * process namespaces, and ends this process with that one's exit code: it never returns. Inside, it readies
 * the machine and returns. No root needed.
 */
export async function enterLab(argv: readonly string[] = process.argv): Promise<void> {
  if (insideLab()) {
    prepared ??= prepareUserMachine()
    return prepared
  }
  process.exit(await runInside(argv))
}

/** Runs a script (argv as in process.argv) inside fresh namespaces; resolves to its exit code. */
export async function runInside(argv: readonly string[]): Promise<number> {
  const obstacle = findObstacle()
  if (obstacle) {
    process.stderr.write(`${obstacle}\n`)
    return 77
  }
  const [, script = '', ...rest] = argv
  const file = script.startsWith('file:') ? fileURLToPath(script) : script
  const inner = ['sh', '-c', INIT, 'lab', ...NODE, file, ...rest]
  const [command = '', ...args] = [...diesWithParent(), ...namespaces(), ...inner]
  const child = spawn(command, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, [INSIDE]: '1' },
  })
  const orders = child.stdio[3]
  const pass = (signal: 'INT' | 'TERM') => {
    if (orders && 'write' in orders) orders.write(`${signal}\n`)
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref()
  }
  // A terminal sends Ctrl-C to the whole group: then the inside has heard it already, and may want to go on.
  const onInterrupt = () => {
    if (![process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY)) pass('INT')
  }
  const onTerm = () => pass('TERM')
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onTerm)
  orders?.on('error', () => {
    // It ended first.
  })
  const code = await new Promise<number>((resolve) => {
    child.on('error', () => resolve(70))
    child.on('exit', (exit, signal) => resolve(exit ?? (signal ? 130 : 70)))
  })
  process.off('SIGINT', onInterrupt)
  process.off('SIGTERM', onTerm)
  return code
}

/** A process namespace takes every browser and server down with it; some containers forbid only that one. */
function namespaces(): string[] {
  const full = ['unshare', '-rnm', '--pid', '--fork', '--mount-proc', '--kill-child=KILL']
  return works([...full, 'true']) ? full : ['unshare', '-rnm']
}

/** Were this process killed outright, nothing else would end the lab. */
function diesWithParent(): string[] {
  const guard = ['setpriv', '--pdeathsig', 'KILL']
  return works([...guard, 'true']) ? guard : []
}

function works([command = '', ...args]: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

/** What keeps this machine from running the lab, and what to do about it; null when nothing does. */
export function findObstacle(): string | null {
  const path = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`
  const has = (tool: string) =>
    path.split(':').some((folder) => folder !== '' && existsSync(`${folder}/${tool}`))
  process.env.PATH = path
  const packages = Object.entries(TOOLS)
    .filter(([tool]) => !has(tool))
    .map(([, name]) => name)
  if (process.platform !== 'linux')
    return 'The lab needs Linux: it builds a private internet from network namespaces.'
  if (packages.length > 0) {
    return `The lab needs programs that are not installed. On Debian or Ubuntu:\n  apt-get install ${[...new Set(packages)].join(' ')}`
  }
  if (works(['unshare', '-rnm', 'true'])) return null
  return [
    'The lab needs unprivileged user namespaces, and this system forbids them. One of these allows them (as root):',
    '  sysctl -w kernel.unprivileged_userns_clone=1                  (Debian)',
    '  sysctl -w kernel.apparmor_restrict_unprivileged_userns=0      (Ubuntu 23.10 and later)',
    '  sysctl -w user.max_user_namespaces=10000                      (where it is 0)',
    'In a container, run it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined, or --privileged.',
  ].join('\n')
}

const TOOLS = { nft: 'nftables', ip: 'iproute2', unshare: 'util-linux', mount: 'mount' }
