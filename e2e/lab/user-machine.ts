import { mkdir, rm, writeFile } from 'node:fs/promises'
import { RESOLVER_ADDRESS } from './link-addresses.ts'
import { run } from './run-command.ts'

/**
 * Makes the private mount namespace look like a user's machine: what is written to /etc and /run from here on
 * exists in this namespace only and leaves no trace on the host.
 */
export async function prepareUserMachine(): Promise<void> {
  // Else a mount made here could travel back to the host where / is shared.
  await run('mount', ['--make-rprivate', '/'])
  await run('mount', ['-t', 'tmpfs', 'tmpfs', '/run'])
  await privateEtc()
  await Promise.all([
    replaceFile('/etc/resolv.conf', `nameserver ${RESOLVER_ADDRESS}\noptions timeout:2 attempts:2\n`),
    replaceFile('/etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\nnetworks: files\n'),
    replaceFile('/etc/hosts', '127.0.0.1 localhost\n'),
  ])
  // Every new link would get an IPv6 address a second later, which browsers take for a change of network.
  await Promise.all(
    ['all', 'default'].map((scope) =>
      writeFile(`/proc/sys/net/ipv6/conf/${scope}/disable_ipv6`, '1').catch(() => {}),
    ),
  )
  await run('ip', ['link', 'set', 'lo', 'up'])
}

/**
 * A copy, not an overlay: below an overlay's top the folders still belong to the host's root, whom an ordinary
 * user's namespace does not map, so nothing could be written into them. Files only root may read are left out;
 * no browser needs them.
 */
async function privateEtc(): Promise<void> {
  const copy = '/run/lab-etc'
  await mkdir(copy, { recursive: true })
  await run('sh', ['-c', `cp -R -P --preserve=mode /etc/. ${copy}/ 2>/dev/null || true`])
  await run('mount', ['--bind', copy, '/etc'])
}

/** Not written through: on many systems these are links into /run. */
async function replaceFile(file: string, text: string): Promise<void> {
  await rm(file, { force: true })
  await writeFile(file, text)
}
