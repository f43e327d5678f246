/** As OONI's rule has it: no attributes, 1 to 512 characters that are no `<`, first match. */
const TITLE = /<title>([^<]{1,2048})<\/title>/gi
const LONGEST = 512
/** Bytes of a title still open at the end of a piece: 512 characters of at most four bytes, and the tags. */
const CARRY = LONGEST * 4 + 16

/** Looks for a page's title while the page passes by, so that no page has to be kept. */
export class TitleFinder {
  private rest = ''
  private title: string | null = null

  push(bytes: Uint8Array): void {
    if (this.title !== null) return
    // One character a byte: the tags are ASCII, and a piece may end within a character.
    const text = this.rest + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    for (const [, found = ''] of text.matchAll(TITLE)) {
      const title = Buffer.from(found, 'latin1').toString('utf8')
      if ([...title].length > LONGEST) continue
      this.title = title
      this.rest = ''
      return
    }
    this.rest = text.slice(-CARRY)
  }

  get found(): string {
    return this.title ?? ''
  }
}
