import type { Page } from 'playwright'

const PAGE_WIDTH = 900
const POPUP = { width: 380, height: 600 }

/** Sizes the window as the browser would: a popup at most 600 high, a page as wide as a small laptop's. */
export async function sizeFor(page: Page, popup: boolean): Promise<void> {
  const { width, height } = popup ? POPUP : { width: PAGE_WIDTH, height: 900 }
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setDeviceMetricsOverride', {
    width,
    height,
    deviceScaleFactor: 2,
    mobile: false,
  })
}

/** A picture at twice the size: of the popup as it stands, or of the whole length of a page. */
export async function capture(page: Page, selector: string): Promise<Buffer> {
  const clip = await page
    .locator(selector)
    .first()
    .evaluate((element) => {
      // What was clicked may have been scrolled to.
      scrollTo(0, 0)
      const { x, y, width, height } = element.getBoundingClientRect()
      return { x, y, width, height }
    })
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'png',
    captureBeyondViewport: true,
    clip: { ...clip, scale: 1 },
  })
  return Buffer.from(data, 'base64')
}
