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
  const store = openExportStore()
  // The command line chooses finer than the page lets: times within a day, sites that are no longer on the list.
  if (__LAB__) Object.assign(globalThis, { fencelineExport: store })
  render(<Export store={store} restore={openRestoreStore()} />, root)
}
