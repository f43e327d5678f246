import { render } from 'preact'
import { applyLanguage, t } from '../ui/i18n.ts'
import { Compare } from './page.tsx'
import { openCompare } from './store.ts'

const root = document.getElementById('app')
if (root) {
  applyLanguage(document.documentElement)
  document.title = `${t('extName')} · ${t('compare_title')}`
  render(<Compare store={openCompare(new URLSearchParams(location.search))} />, root)
}
