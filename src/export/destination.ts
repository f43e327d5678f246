import { forgetParked, parkFile } from './parked.ts'
import type { Sink } from './write-lines.ts'

export interface Destination extends Sink {
  /** As the user named it. */
  name: string
  /** Ends it. A URL to save it from, or null when it is where the user wanted it. */
  finish(): Promise<string | null>
  /** Leaves nothing behind; also after `finish`, once it was saved. */
  discard(): Promise<void>
}

/** The user closed the browser's dialogue: nothing is to be done. */
export class NotChosen extends Error {}

type SavePicker = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>

/**
 * Where to write: into the file that the user picks, where the browser has such a dialogue (Chromium); else into a file
 * of our own on the disk, and a download of it; else into memory in pieces. Call it in the gesture.
 */
export async function openDestination(suggested: string): Promise<Destination> {
  const picker = (globalThis as { showSaveFilePicker?: SavePicker }).showSaveFilePicker
  if (picker) {
    try {
      return await inFile(await picker({ suggestedName: suggested }))
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw new NotChosen()
      // Switched off by policy, or nowhere to show it: the download takes over.
    }
  }
  try {
    return await parked(suggested)
  } catch {
    return inMemory(suggested)
  }
}

async function inFile(handle: FileSystemFileHandle): Promise<Destination> {
  const stream = await handle.createWritable()
  let isOpen = true
  return {
    name: handle.name,
    write: (bytes) => stream.write(bytes),
    async finish() {
      isOpen = false
      await stream.close()
      return null
    },
    async discard() {
      // Until it is closed the browser writes beside the file, so what was there before is unharmed.
      if (isOpen) await stream.abort().catch(() => {})
    },
  }
}

async function parked(suggested: string): Promise<Destination> {
  const { name, handle } = await parkFile()
  const stream = await handle.createWritable()
  let url: string | null = null
  let isOpen = true
  return {
    name: suggested,
    write: (bytes) => stream.write(bytes),
    async finish() {
      isOpen = false
      await stream.close()
      url = URL.createObjectURL(await handle.getFile())
      return url
    },
    async discard() {
      if (isOpen) await stream.abort().catch(() => {})
      if (url) URL.revokeObjectURL(url)
      await forgetParked(name)
    },
  }
}

function inMemory(suggested: string): Destination {
  // Blobs, not arrays: browsers may keep them on the disk.
  let parts: Blob[] = []
  let url: string | null = null
  return {
    name: suggested,
    async write(bytes) {
      parts.push(new Blob([bytes]))
    },
    async finish() {
      url = URL.createObjectURL(new Blob(parts))
      return url
    },
    async discard() {
      parts = []
      if (url) URL.revokeObjectURL(url)
    },
  }
}
