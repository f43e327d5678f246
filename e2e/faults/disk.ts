import { open, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../lab/run-command.ts'

/** A disk of the profile's own, which can be full without anything else being. */
export interface Disk {
  /** Leaves this many bytes free. */
  fill(slack: number): Promise<void>
  free(): Promise<void>
  remove(): Promise<void>
}

/**
 * The quota that a page's databases have does not bind an extension with `unlimitedStorage`: there is what the disk
 * has. Made in the lab's own mount namespace, before the browser starts; the whole profile, for Chromium measures
 * there what room is left.
 */
export async function makeDisk(folder: string, megabytes: number): Promise<Disk> {
  await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
  const ballast = join(folder, 'ballast')
  return {
    async fill(slack) {
      const { bavail, bsize } = await statfs(folder)
      const chunk = Buffer.alloc(65_536)
      const file = await open(ballast, 'w')
      try {
        for (let left = bavail * bsize - slack; left > 0; left -= chunk.length) {
          await file.write(chunk, 0, Math.min(left, chunk.length))
        }
      } finally {
        await file.close()
      }
    },
    free: () => rm(ballast, { force: true }),
    remove: async () => void (await run('umount', ['--lazy', folder])),
  }
}
