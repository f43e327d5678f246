import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CensorRule, Scenario } from '../lab/scenario.ts'
import { openWorld } from '../lab/world.ts'

/** What is in a world and what to try there, for a person in its shell. */
export function describeWorld({ name, why, sites, censor, networks }: Scenario): string[] {
  const widest = Math.max(...sites.map(({ host }) => host.length))
  const first = sites[0]?.host ?? ''
  const address = sites[0]?.ips[0] ?? ''
  return [
    `${name}: ${why}`,
    '',
    `Networks: ${networks.map(({ id, asn, cc }) => `${id} (AS${asn}${cc && `, ${cc}`})`).join(', ')}`,
    'Sites:',
    ...sites.map(({ host, ips, https, http, down }) => {
      const traits = [`https ${https}`, `http ${http}`, down === false ? '' : `down for all: ${down}`]
      return `  ${host.padEnd(widest)}  ${ips.join(' ')}  ${traits.filter((trait) => trait).join(', ')}`
    }),
    censor.length ? 'Rules of the censor:' : 'No rules of a censor.',
    ...censor.map((rule) => `  ${spell(rule)}`),
    '',
    "You are on the user's machine. To try:",
    `  getent ahostsv4 ${first}                       what the operator's resolver says`,
    `  curl -sS -m 12 -D - -o /dev/null https://${first}/      the page, or how it fails`,
    `  curl -sS -m 12 -k -o /dev/null -w '%{http_code}\\n' https://${address}/     the bare address`,
    '"exit" closes the world.',
    '',
  ]
}

/** A rule as somebody would have written it, without the defaults. */
function spell(rule: CensorRule): string {
  const idle = rule.on === 'sni' && rule.residualSec === 0
  return JSON.stringify(rule, (key, value: unknown) =>
    value === '' || value === false || value === 0 || (idle && key === 'residualKey') ? undefined : value,
  )
}

/** Opens the world and gives the terminal to a shell in it; answers the shell's exit code. */
export async function openShell(scenario: Scenario, say: (line: string) => void): Promise<number> {
  const world = await openWorld([scenario])
  const scratch = await mkdtemp(join(tmpdir(), 'lab-shell-'))
  try {
    const roots = join(scratch, 'roots.pem')
    await writeFile(roots, world.plan.authorities.lab.certificate)
    for (const flaw of (await world.prove()).filter(({ ok }) => !ok)) {
      say(`This world is not what the file says: ${flaw.what}: ${flaw.seen}`)
    }
    for (const line of describeWorld(scenario)) say(line)
    // Without this mark a lab started from the shell makes namespaces of its own instead of using these.
    const { FENCELINE_LAB_INSIDE: _inside, ...env } = process.env
    const shell = spawn(process.env.SHELL || '/bin/sh', process.stdin.isTTY ? ['-i'] : [], {
      stdio: 'inherit',
      env: { ...env, CURL_CA_BUNDLE: roots, SSL_CERT_FILE: roots, NODE_EXTRA_CA_CERTS: roots },
    })
    // Ctrl-C belongs to whatever runs in the shell.
    const ignore = () => {}
    process.on('SIGINT', ignore)
    return await new Promise<number>((resolve, reject) => {
      shell.on('error', reject)
      shell.on('exit', (code) => {
        process.off('SIGINT', ignore)
        resolve(code ?? 1)
      })
    })
  } finally {
    await world.close()
    await rm(scratch, { recursive: true, force: true })
  }
}
