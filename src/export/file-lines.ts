/** One line of a file; null in place of one that is too long to be ours, which is never held. */
export interface FileLine {
  text: string | null
  /** Bytes read so far. */
  read: number
}

/**
 * Cuts a stream of bytes into lines of UTF-8. Holds one line at most, and never more of it than `longest` characters.
 * Bytes that are no UTF-8 become U+FFFD: what they spoil is one value, not the file.
 */
export async function* linesOfFile(
  chunks: AsyncIterable<Uint8Array>,
  longest: number,
): AsyncGenerator<FileLine[]> {
  const decoder = new TextDecoder()
  let read = 0
  let begun = ''
  let isTooLong = false
  const cut = (text: string, isLast: boolean): FileLine[] => {
    const parts = text.split('\n')
    const rest = isLast ? '' : (parts.pop() ?? '')
    const lines = parts.map((part, at): FileLine => {
      const line = at === 0 ? begun + part : part
      const isLong = (at === 0 && isTooLong) || line.length > longest
      return { text: isLong ? null : line.replace(/\r$/, ''), read }
    })
    if (lines.length > 0) {
      begun = ''
      isTooLong = false
    }
    if (begun.length + rest.length > longest) {
      isTooLong = true
      begun = ''
    } else if (!isTooLong) begun += rest
    return lines
  }
  for await (const chunk of chunks) {
    read += chunk.byteLength
    const lines = cut(decoder.decode(chunk, { stream: true }), false)
    if (lines.length > 0) yield lines
  }
  const end = decoder.decode()
  if (begun + end !== '' || isTooLong) yield cut(end, true)
}
