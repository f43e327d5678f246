import { chromium } from 'playwright'
import { findChromium } from '../browsers/find.ts'

/** The README's picture: two popups side by side on a quiet ground. */
export async function composePicture(left: Buffer, right: Buffer): Promise<Buffer> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    chromiumSandbox: process.getuid?.() !== 0,
  })
  try {
    const page = await browser.newPage({ deviceScaleFactor: 2, viewport: { width: 900, height: 700 } })
    const image = (picture: Buffer) => `<img src="data:image/png;base64,${picture.toString('base64')}">`
    await page.setContent(`<style>
      body { margin: 0; display: inline-flex; gap: 36px; padding: 40px; background: #ccd3dc; align-items: flex-start; }
      img { width: 380px; border-radius: 14px; box-shadow: 0 1px 2px rgb(16 24 40 / .2), 0 12px 32px rgb(16 24 40 / .22); }
    </style>${image(left)}${image(right)}`)
    await page.waitForFunction(() => [...document.images].every((image) => image.complete))
    return await page.locator('body').screenshot()
  } finally {
    await browser.close()
  }
}
