import type { Page } from 'playwright'
import { seriousFaults } from './axe.ts'
import { capture, sizeFor } from './capture.ts'
import { agreedSettings, type Language, openPreview, type Preview } from './open-preview.ts'
import { seed } from './seed.ts'
import { NOW, type Shot } from './shots.ts'

export interface Taken {
  name: string
  picture: Buffer
  faults: string[]
}

/** Takes shots of one language and one state of access in one browser. */
export async function* takeAll(
  group: readonly Shot[],
  { language, access }: { language: Language; access: boolean },
): AsyncGenerator<Taken> {
  const preview = await openPreview({ language, access, now: NOW })
  // Nothing is asked of the real site: the tab only has to stand there.
  await preview.browser.context.route(/^https?:/, (route) => route.fulfill({ body: '<title>A site</title>' }))
  try {
    for (const shot of group) yield await take(preview, shot)
  } finally {
    await preview.close()
  }
}

async function take(preview: Preview, shot: Shot): Promise<Taken> {
  const { name, state, agreed, dark } = shot
  const settings = agreed ? { settings: { ...agreedSettings(NOW), ...shot.settings } } : {}
  await preview.plant(seed(state, NOW), {
    local: { ...settings, ...shot.local },
    session: shot.session ?? {},
  })
  const popup = shot.page === 'popup'
  const page = await preview.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (line) => line.type() === 'error' && faults.push(line.text()))
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' })
  await sizeFor(page, popup)
  const tab = shot.tab ? await preview.newPage() : null
  // A popup sees the tab behind it; ours is a tab itself, so the site's is brought before it while it loads.
  if (tab && shot.tab) {
    await tab.goto(shot.tab)
    await tab.bringToFront()
  }
  await page.goto(preview.url(`src/${shot.page}/${shot.page}.html${shot.query ?? ''}`))
  await page.locator(popup ? '.foot' : '.page').waitFor()
  if (tab) await page.locator('.tab').waitFor()
  await page.evaluate(() => document.fonts.ready)
  await shot.act?.(page)
  faults.push(...(await timeRuns(page, shot)))
  const picture = await capture(page, popup ? '.pop' : 'body')
  faults.push(...(await seriousFaults(page)))
  await page.close()
  await tab?.close()
  return { name, picture, faults }
}

/** Time runs with the reading direction: the oldest hour stands where reading begins. */
async function timeRuns(page: Page, { language }: Shot): Promise<string[]> {
  const bar = page.locator('.day:visible').first()
  if ((await bar.count()) === 0) return []
  const [oldest, newest] = await Promise.all(
    ['first', 'last'].map((which) => bar.locator(`i:${which}-child`).first().boundingBox()),
  )
  if (!oldest || !newest) return ['a day bar without cells']
  return oldest.x < newest.x === (language !== 'ar') ? [] : ['time runs against the reading direction']
}
