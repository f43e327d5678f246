import { render } from 'preact'
import { applyLanguage, t } from '../ui/i18n.ts'
import { Export } from './export.tsx'
import { openExportStore } from './export-store.ts'
import { forgetOldParked } from './parked.ts'
import { openRestoreStore } from './restore-store.ts'

const root = document.getElementById('app')
if (root) {
  applyLanguage(document.documentElement)
  document.title = `${t('extName')} · ${t('export_title')}`
  void forgetOldParked(Date.now())
  render(<Export store={openExportStore()} restore={openRestoreStore()} />, root)
}
