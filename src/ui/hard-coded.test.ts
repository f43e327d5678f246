import { describe, expect, it } from 'vitest'
import { collect, type SourceStrings, stringsIn } from './source-strings.test-kit.ts'

describe('text in the source', () => {
  it('is found where a reader would see or hear it', () => {
    const found: SourceStrings = { literals: new Set(), prefixes: [], calls: [], shown: [] }
    collect('x.tsx', `const x = <p title="Seen" class="not-seen">Read <b>{t('key')}</b> · </p>`, found)
    expect(found.shown.map(({ text }) => text)).toEqual(['Seen', 'Read'])
    expect(found.calls).toEqual(['key'])
  })

  it('is nowhere: all of it comes from the messages', () => {
    expect(
      stringsIn(['src/ui', 'src/popup', 'src/welcome', 'src/options', 'src/compare', 'src/export']).shown,
    ).toEqual([])
  })
})
