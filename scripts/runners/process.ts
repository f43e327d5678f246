import { spawn } from 'node:child_process'

export interface Finished {
  code: number
  stdout: string
  stderr: string
}

/** Runs Node on a script (TypeScript ones through tsx) and waits for its end. Never throws. */
export function runNode(
  script: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, script, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Colours would end up in parsed output and in logs.
      env: { ...process.env, NO_COLOR: '1', ...env },
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', (error) => resolve({ code: 1, stdout, stderr: `${stderr}${error.message}\n` }))
    child.on('close', (code, signal) => {
      if (signal) stderr += `ended by ${signal}\n`
      resolve({ code: code ?? 1, stdout, stderr })
    })
  })
}

/** The end of what a program said: enough to see why, short enough to read. */
export function tail({ stdout, stderr }: Finished, lines = 80): string {
  return `${stdout}\n${stderr}`.trim().split('\n').slice(-lines).join('\n')
}
