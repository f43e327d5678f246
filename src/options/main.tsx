import { render } from 'preact'
import { applyLanguage, t } from '../ui/i18n.ts'
import { Options } from './options.tsx'
import { openOptions } from './store.ts'

const root = document.getElementById('app')
if (root) {
  applyLanguage(document.documentElement)
  document.title = `${t('extName')} · ${t('options')}`
  const store = openOptions()
  render(<Options store={store} />, root)
}
