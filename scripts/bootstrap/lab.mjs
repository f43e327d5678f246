import { which } from './machine.mjs'

/**
 * What of the lab's tools is missing, as program names.
 * @param {import('./machine.mjs').Machine} m
 */
export function missingLabTools(m) {
  return ['nft', 'ip', 'unshare'].filter((tool) => !which(m, tool))
}

/** What to tell someone whose system has the tools but forbids private namespaces; null when it allows them. */
export function namespaceComplaint(m) {
  if (m.platform !== 'linux')
    return 'The lab is made of Linux network namespaces: it runs on Linux only (a virtual machine will do).'
  const tried = m.run(which(m, 'unshare') ?? 'unshare', ['-rnm', 'true'])
  if (tried.code === 0) return null
  return [
    `The lab needs private user namespaces, and this system refuses them: ${tried.out.trim()}`,
    'Usual reasons and what allows them:',
    '  Debian:  sudo sysctl -w kernel.unprivileged_userns_clone=1',
    '  Ubuntu:  sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
    '  Docker:  start the container with --security-opt seccomp=unconfined (or --privileged)',
  ].join('\n')
}
