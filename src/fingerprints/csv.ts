/** RFC 4180 text into rows of fields. Throws on a quote that never closes, or one in the middle of a field. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = text.startsWith('\uFEFF') ? 1 : 0
  while (at < text.length) {
    let field: string
    if (text[at] === '"') {
      ;[field, at] = quoted(text, at)
    } else {
      const start = at
      while (at < text.length && !',\r\n'.includes(text.charAt(at))) at++
      field = text.slice(start, at)
      if (field.includes('"')) throw new SyntaxError(`A quote inside a field, row ${rows.length + 1}`)
    }
    row.push(field)
    const ended = text[at]
    if (ended === ',') {
      at++
      // A comma at the very end is followed by one more field, an empty one.
      if (at === text.length) row.push('')
      else continue
    } else if (ended === '\r' && text[at + 1] === '\n') at += 2
    else if (ended !== undefined && '\r\n'.includes(ended)) at++
    else if (ended !== undefined) throw new SyntaxError(`Text after a closing quote, row ${rows.length + 1}`)
    // A blank line is no row.
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  return rows
}

/** The field whose opening quote stands at `from`, and where it ends. */
function quoted(text: string, from: number): [string, number] {
  let field = ''
  let at = from + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) throw new SyntaxError('A quote that never closes')
    field += text.slice(at, quote)
    if (text[quote + 1] !== '"') return [field, quote + 1]
    field += '"'
    at = quote + 2
  }
}
