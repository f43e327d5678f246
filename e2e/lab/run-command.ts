import { spawn } from 'node:child_process'

/** Runs a command to its end; rejects with what it said on standard error. */
export function run(command: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    child.stderr.on('data', (chunk) => {
      err += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(out)
      else reject(new Error(`${command} ${args.join(' ')} failed (${code}): ${err.trim()}\n${input}`))
    })
    child.stdin.on('error', () => {
      // It ended without reading; its exit code tells.
    })
    child.stdin.end(input)
  })
}

/** Loads a ruleset in the current network namespace, or in the named one. */
export function nft(rules: string, namespace?: string): Promise<string> {
  if (namespace) return run('ip', ['netns', 'exec', namespace, 'nft', '-f', '-'], rules)
  return run('nft', ['-f', '-'], rules)
}

/** Runs `ip` lines as one batch. */
export function ip(lines: readonly string[], namespace?: string): Promise<string> {
  if (lines.length === 0) return Promise.resolve('')
  return run('ip', [...(namespace ? ['-n', namespace] : []), '-batch', '-'], `${lines.join('\n')}\n`)
}
