import { render } from 'preact'
import { browser } from '../platform/browser.ts'
import { browserTimeZone, readSettings } from '../settings/read.ts'
import { applyLanguage, t } from '../ui/i18n.ts'
import { Welcome } from './welcome.tsx'

const root = document.getElementById('app')
if (root) {
  applyLanguage(document.documentElement)
  document.title = `${t('extName')} · ${t('welcome_title')}`
  void readSettings(browser.storage.local, browserTimeZone()).then((settings) => {
    render(<Welcome settings={settings} />, root)
  })
}
