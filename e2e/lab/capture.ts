import { spawn } from 'node:child_process'

export interface Capture {
  stop(): Promise<void>
}

/** Packets on all of this machine's interfaces, written as they come; null where tcpdump is not to be had. */
export function startCapture(file: string): Promise<Capture | null> {
  // -Z root: inside the namespace tcpdump has no other user to become.
  const tcpdump = spawn('tcpdump', ['-i', 'any', '-U', '-Z', 'root', '-w', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => {
    tcpdump.on('exit', () => resolve())
    tcpdump.on('error', () => resolve())
  })
  const stop = () => {
    tcpdump.kill('SIGINT')
    return ended
  }
  return new Promise((resolve) => {
    tcpdump.stderr.on('data', (said: Buffer) => {
      if (said.includes('listening on')) resolve({ stop })
    })
    void ended.then(() => resolve(null))
  })
}
